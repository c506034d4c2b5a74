import type {Writable} from 'node:stream';

/**
Writes what comes at one go at once: a stream keeps books on every write, and a step that prints a million lines would make a million of them.
*/
export function gatheredWrites(stream: Writable): {readonly write: (text: string) => void; readonly flush: () => void} {
	let waiting: string[] = [];
	const flush = () => {
		if (waiting.length === 0) {
			return;
		}

		stream.write(waiting.join(''));
		waiting = [];
	};

	return {
		write(text) {
			if (waiting.length === 0) {
				// Before anybody who waits goes on: a question comes after what was told before it.
				queueMicrotask(flush);
			}

			waiting.push(text);
		},
		flush,
	};
}
