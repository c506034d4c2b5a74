// The licences of what is bundled want their text to go with it.
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

// A comment with the licence of every package that one of these files (relative to `root`) is of.
export async function notices(root, files) {
	const folders = [...new Set(files.flatMap(file => packageFolder.exec(file)?.[0] ?? []))].toSorted((a, b) => a.localeCompare(b));
	const texts = await Promise.all(folders.map(async folder => {
		const {name, version, license} = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'));
		const names = await readdir(path.join(root, folder));
		const file = names.find(each => /^licen[cs]e/i.test(each));
		const text = file === undefined ? '' : await readFile(path.join(root, folder, file), 'utf8');
		return `${name} ${version} (${license})\n\n${text.trim()}`;
	}));
	return `/*\nThis file holds the packages below, each under its own licence.\n\n${texts.join('\n\n----\n\n').replaceAll('*/', '* /')}\n*/\n`;
}
