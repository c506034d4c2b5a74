import {type Io, type Program, Refusal} from '../program.js';
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
	const release = await take(key, given.has('--nonblock') ? 0 : Number(given.value('--timeout') ?? Infinity) * 1000, io);
	if (!release) {
		return 1;
	}

	io.onEnd(release);
	return 0;
};

// Whoever waits for a lock does not look again and again: that would move the clock for as long as its holder waits for the wizard.
async function take(key: string, timeoutMs: number, {rehearsal: {locks, clock}, signal}: Io): Promise<(() => void) | undefined> {
	const enough = new AbortController();
	const isOver = clock.sleep(timeoutMs, AbortSignal.any([signal, enough.signal])).then(() => true);
	try {
		for (let lock = locks.get(key); lock; lock = locks.get(key)) {
			if (await Promise.race([lock.released.then(() => false), isOver])) {
				return undefined;
			}
		}

		const {promise, resolve} = Promise.withResolvers<void>();
		const held = {released: promise};
		locks.set(key, held);
		return () => {
			if (locks.get(key) === held) {
				locks.delete(key);
			}

			resolve();
		};
	} finally {
		enough.abort();
	}
}
