import {Buffer} from 'node:buffer';
import type {Writable} from 'node:stream';

export type GatheredWrites = {
	/**
	Bytes are copied.
	*/
	readonly write: (piece: string | Uint8Array) => void;
	readonly flush: () => void;
};

const blockSize = 256 * 1024;

/**
Writes what comes at one go at once: a stream keeps books on every write, and a step that prints a million lines would make a million of them. The blocks are used
again when the stream has written them, so that a flood makes no garbage.
*/
export function gatheredWrites(stream: Writable): GatheredWrites {
	const free: Buffer[] = [];
	let block: Buffer | undefined;
	let used = 0;
	const flush = () => {
		const written = block;
		if (!written) {
			return;
		}

		block = undefined;
		stream.write(written.subarray(0, used), () => {
			free.push(written);
		});
	};

	return {
		write(piece) {
			const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
			for (let from = 0; from < bytes.length;) {
				if (!block) {
					block = free.pop() ?? Buffer.allocUnsafeSlow(blockSize);
					used = 0;
					// Before anybody who waits goes on: a question comes after what was told before it.
					queueMicrotask(flush);
				}

				const part = bytes.subarray(from, from + block.length - used);
				block.set(part, used);
				used += part.length;
				from += part.length;
				if (used === block.length) {
					flush();
				}
			}
		},
		flush,
	};
}
