import {Buffer} from 'node:buffer';
import type {Writable} from 'node:stream';
import {holdReading} from '../connection/read-in-turns.js';

export type GatheredWrites = {
	/**
	Bytes are copied.
	*/
	readonly write: (piece: string | Uint8Array) => void;
	readonly flush: () => void;
};

const blockSize = 256 * 1024;
// What may wait for a reader that is slower than what is told.
const mostWaiting = 4 * 1024 * 1024;

/**
Writes what comes at one go at once: a stream keeps books on every write, and a step that prints a million lines would make a million of them. The blocks are used
again when the stream has written them, so that a flood makes no garbage. While a reader is far behind, no more output is taken in.
*/
export function gatheredWrites(stream: Writable): GatheredWrites {
	const free: Buffer[] = [];
	let block: Buffer | undefined;
	let used = 0;
	let release: (() => void) | undefined;
	const goOn = () => {
		release?.();
		release = undefined;
	};

	// Nobody reads any more: then nothing waits for it.
	stream.once('close', goOn);
	const flush = () => {
		const written = block;
		if (!written) {
			return;
		}

		block = undefined;
		stream.write(written.subarray(0, used), () => {
			free.push(written);
			if (stream.writableLength < mostWaiting / 2) {
				goOn();
			}
		});
		if (stream.writableLength > mostWaiting && !stream.destroyed) {
			release ??= holdReading();
		}
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
