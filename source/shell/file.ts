import {type Command, fragment, sh} from './command.js';

export type FileToWrite = {
	readonly path: string;
	readonly content: string;
	/**
	Octal, as `install -m` takes it; 0644 when left out.
	*/
	readonly mode?: string;
	/**
	Written by root, and owned by root.
	*/
	readonly asRoot?: boolean;
};

/**
A file written whole, with its directories made; the content is shown as it will stand there.
*/
export function writeFile({path, content, mode = '0644', asRoot = false}: FileToWrite): Command {
	const text = content.endsWith('\n') ? content : `${content}\n`;
	const lines = new Set(text.split('\n'));
	let delimiter = 'EOF';
	while (lines.has(delimiter)) {
		delimiter += '_';
	}

	// The heredoc's delimiter is quoted, so that the shell expands nothing in it.
	const heredoc = fragment(`<<'${delimiter}'\n${text}${delimiter}`);
	return asRoot
		? sh`sudo install -D -m ${mode} /dev/stdin ${path} ${heredoc}`
		: sh`install -D -m ${mode} /dev/stdin ${path} ${heredoc}`;
}

/**
Succeeds if and only if the file holds just that. Read-only.
*/
export function fileHolds({path, content, asRoot = false}: FileToWrite): Command {
	const text = content.endsWith('\n') ? content.slice(0, -1) : content;
	return asRoot
		? sh`test "$(sudo cat ${path} 2>/dev/null)" = ${text}`
		: sh`test "$(cat ${path} 2>/dev/null)" = ${text}`;
}
