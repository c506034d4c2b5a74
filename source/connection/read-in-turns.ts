import {performance} from 'node:perf_hooks';
import type {Readable} from 'node:stream';

// A key is to be answered within 50 ms, also while eight steps print as fast as they can.
const workMs = 8;

let workedMs = 0;
const resting = new Set<Readable>();

/**
Hands on what a stream brings, and lets keys and timers have their turn between: Node takes up to two megabytes of a pipe at a time, and a reader may have to work on each chunk for milliseconds.
*/
export function readInTurns(stream: Readable, onChunk: (chunk: Uint8Array) => void) {
	stream.on('data', (chunk: Uint8Array) => {
		const started = performance.now();
		onChunk(chunk);
		workedMs += performance.now() - started;
		if (workedMs >= workMs) {
			rest(stream);
		}
	});
}

function rest(stream: Readable) {
	stream.pause();
	resting.add(stream);
	if (resting.size > 1) {
		return;
	}

	setImmediate(() => {
		const rested = [...resting];
		resting.clear();
		workedMs = 0;
		for (const each of rested) {
			each.resume();
		}
	});
}
