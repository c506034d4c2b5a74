import {Buffer} from 'node:buffer';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
The interpreter's own takes `-c +N` for `-c N`.
*/
export const tail: Program = (argv, io) => {
	// The old way of `tail -5`.
	const given = readOptions(argv.map(word => /^-\d+$/v.test(word) ? `-n${word.slice(1)}` : word), {
		flags: ['-q', '-f'],
		values: [['-c', '--bytes'], ['-n', '--lines']],
		unknown: word => new Refusal(`tail: unrecognized option '${word}'`),
	});
	const words = given.words.length === 0 ? ['-'] : given.words;
	for (const word of words) {
		const bytes = word === '-' ? Buffer.from(io.stdin) : Buffer.from(io.files.bytes(io.path(word)));
		const count = given.value('--bytes') ?? given.value('--lines') ?? '10';
		if (!/^\+?\d+$/v.test(count)) {
			throw new Refusal(`tail: invalid number of ${given.value('--bytes') === undefined ? 'lines' : 'bytes'}: ‘${count}’`);
		}

		const number = Number(count.replace('+', ''));
		const isFromStart = count.startsWith('+');
		if (given.value('--bytes') !== undefined) {
			io.write(bytes.subarray(isFromStart ? Math.max(0, number - 1) : Math.max(0, bytes.length - number)).toString());
		} else {
			const lines = bytes.toString().split(/(?<=\n)/v);
			io.write(lines.slice(isFromStart ? Math.max(0, number - 1) : Math.max(0, lines.length - number)).join(''));
		}
	}

	return 0;
};
