import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
Locks the file behind an open descriptor for as long as the script runs that opened it.
*/
export const flock: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-n', '--nonblock'], ['-x', '--exclusive'], ['-u', '--unlock']],
		values: [['-w', '--timeout']],
		unknown: word => new Refusal(`flock: unrecognized option '${word}'`, 64),
	});
	const path = io.descriptor(Number(given.words[0]));
	if (path === undefined) {
		throw new Refusal(`flock: ${given.words[0] ?? ''}: Bad file descriptor`, 65);
	}

	const key = `flock ${io.machine.name}:${path}`;
	const {locks} = io.rehearsal;
	const until = io.now() + (given.has('--nonblock') ? 0 : Number(given.value('--timeout') ?? Infinity) * 1000);
	while (locks.has(key)) {
		if (io.now() >= until) {
			return 1;
		}

		await io.work(0.2);
	}

	const {promise, resolve} = Promise.withResolvers<void>();
	const held = {released: promise};
	locks.set(key, held);
	io.onEnd(() => {
		if (locks.get(key) === held) {
			locks.delete(key);
		}

		resolve();
	});
	return 0;
};
