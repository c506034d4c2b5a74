import {everyItem} from './array.js';
import {
	type Command,
	type Fragment,
	fragment,
	sh,
} from './command.js';

/**
In each directory that was not there before the wizard: whoever removes what it made knows by it which directories may go too.
*/
export const directoryMark = '.dpu-wizard';

type DirectoryOptions = {readonly asRoot?: boolean};

const rootWord = ({asRoot = false}: DirectoryOptions) => fragment(asRoot ? 'sudo ' : '');

/**
Makes a directory and those above it that are missing, each with the mark.
*/
export function makeDirectory(path: Fragment, options: DirectoryOptions = {}): Command {
	const root = rootWord(options);
	return sh`
		missing=()
		parent=${path}
		while ! ${root}test -d "$parent"; do missing=("$parent" ${everyItem('missing')}); parent=$(dirname "$parent"); done
		for parent in ${everyItem('missing')}; do
		  if ${root}mkdir "$parent" 2>/dev/null; then ${root}touch "$parent/${fragment(directoryMark)}"; fi
		done
		${root}test -d ${path}
	`;
}

/**
Removes a directory that has the mark and holds nothing else, and so on with the one above it; `isOwn` says that the first is the wizard's by its name.
*/
export function removeEmptyDirectories(path: Fragment, {isOwn = false, ...options}: DirectoryOptions & {readonly isOwn?: boolean} = {}): Command {
	const root = rootWord(options);
	const isEmpty = sh`[ "$(${root}find "$emptied" -mindepth 1 -maxdepth 1 ! -name ${directoryMark} 2>/dev/null)" = '' ]`;
	return sh`
		emptied=${path}
		if ${isOwn ? sh`${root}test -d "$emptied"` : sh`${root}test -e "$emptied/${fragment(directoryMark)}"`} && ${isEmpty}; then
		  while :; do
		    ${root}rm -f -- "$emptied/${fragment(directoryMark)}"
		    ${root}rmdir -- "$emptied"
		    emptied=$(dirname "$emptied")
		    if ! ${root}test -e "$emptied/${fragment(directoryMark)}" || ! ${isEmpty}; then break; fi
		  done
		fi
	`;
}
