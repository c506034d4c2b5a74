import {parentOf} from '../file-system/path.js';
import {type Program, Refusal} from '../program.js';

/**
`compgen -G PATTERN` of the shell: whether there are files of such a name, and which. One asterisk, in the last word.
*/
export const compgen: Program = ([option = '', pattern = '', ...others], io) => {
	if (option !== '-G' || others.length > 0) {
		throw new Refusal(`bash: compgen: ${option}: invalid option`, 2);
	}

	const path = io.path(pattern);
	const name = path.slice(path.lastIndexOf('/') + 1);
	const expression = new RegExp(`^${name.split('*').map(part => part.replaceAll(/[$\(\)+.?\[\\\]^\{\|\}]/gv, String.raw`\$&`)).join('.*')}$`, 'v');
	const found = io.files.exists(parentOf(path)) ? io.files.list(parentOf(path)).filter(each => expression.test(each)) : [];
	for (const each of found) {
		io.say(`${parentOf(path)}/${each}`);
	}

	return found.length === 0 ? 1 : 0;
};
