import type {Files} from './file-system/files.js';
import {parentOf} from './file-system/path.js';

/**
An archive: JSON in the place of tar's blocks, so that it passes through pipes and files as text.
*/
export type Archive = {
	readonly archive: 'tar';
	readonly isCompressed: boolean;
	readonly members: readonly Member[];
};

export type Member = {readonly path: string; readonly mode: number; readonly text?: string};

export const packed = (members: Readonly<Record<string, string>>, mode = 0o644): string => archiveText(Object.entries(members).map(([path, text]) => ({path, mode, text})), true);

export const archiveText = (members: readonly Member[], isCompressed: boolean): string => JSON.stringify({archive: 'tar', isCompressed, members} satisfies Archive);

/**
Undefined for what is no archive.
*/
export function readArchive(text: string): Archive | undefined {
	try {
		const found = JSON.parse(text) as Partial<Archive> | null;
		return found?.archive === 'tar' ? found as Archive : undefined;
	} catch {
		return undefined;
	}
}

/**
Everything below a path, with names that begin with `name`.
*/
export function membersOf(files: Files, path: string, name: string): Member[] {
	const inode = files.get(path);
	return inode.kind === 'directory' ? [{path: `${name}/`, mode: inode.mode}, ...files.list(path).flatMap(each => membersOf(files, `${path}/${each}`, `${name}/${each}`))] : [{path: name, mode: inode.mode, text: files.text(path)}];
}

/**
Puts a member into a directory, as the user whose files they are.
*/
export function unpack({path, mode, text}: Member, directory: string, files: Files): void {
	const target = `${directory}/${path}`.replace(/\/$/v, '');
	if (text === undefined) {
		files.mkdir(target, {recursive: true});
	} else {
		files.mkdir(parentOf(target), {recursive: true});
		files.write(target, text, {mode});
		files.chmod(target, mode);
	}
}
