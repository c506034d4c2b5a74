import {membersOf} from '../archive.js';
import {isoText} from '../cloud/seed.js';
import {nameOf} from '../file-system/path.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
Only as mkisofs.
*/
export const xorriso: Program = ([as, personality, ...argv], io) => {
	if (as !== '-as' || personality !== 'mkisofs') {
		throw new Refusal(`xorriso : FAILURE : Not a known command:  '${as ?? ''}'`, 5);
	}

	const given = readOptions(argv, {
		flags: ['-quiet', '-J', '-r', '-R', '-joliet', '-rock'],
		values: ['-o', '-output', '-V', '-volid'],
		unknown: word => new Refusal(`xorriso : FAILURE : -as mkisofs: Unrecognized option '${word}'`, 5),
		hasSingleDashLong: true,
	});
	const output = given.value('-o') ?? given.value('-output');
	if (output === undefined || given.words.length === 0) {
		throw new Refusal('xorriso : FAILURE : No output file, or nothing to put into it', 5);
	}

	// Of a directory it takes what is in it.
	const files = given.words.map(word => io.path(word)).flatMap(path => io.files.get(path).kind === 'directory'
		? membersOf(io.files, path, '').flatMap(member => member.text === undefined ? [] : [[member.path.slice(1), member.text] as const])
		: [[nameOf(path), io.files.text(path)] as const]);
	io.files.write(io.path(output), isoText({label: given.value('-V') ?? given.value('-volid') ?? 'ISOIMAGE', files: Object.fromEntries(files)}));
	return 0;
};
