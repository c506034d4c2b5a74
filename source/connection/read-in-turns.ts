import {performance} from 'node:perf_hooks';
import type {Readable} from 'node:stream';

// A key is to be answered within 50 ms, also while eight steps print as fast as they can.
const workMs = 5;

let workedMs = 0;
const resting = new Set<Readable>();
const holds = new Set<symbol>();

/**
Lets nothing more be read until what is returned is called: whoever takes the output is behind. What is not read waits at its place, and takes no memory here.
*/
export function holdReading(): () => void {
	const hold = Symbol('hold');
	holds.add(hold);
	return () => {
		if (holds.delete(hold) && holds.size === 0 && resting.size > 0) {
			setImmediate(goOn);
		}
	};
}

/**
Hands on what a stream brings, and lets keys and timers have their turn between: Node takes up to two megabytes of a pipe at a time, and a reader may have to work on each chunk for milliseconds.
*/
export function readInTurns(stream: Readable, onChunk: (chunk: Uint8Array) => void) {
	stream.on('data', (chunk: Uint8Array) => {
		const started = performance.now();
		onChunk(chunk);
		workedMs += performance.now() - started;
		if (workedMs >= workMs || holds.size > 0) {
			rest(stream);
		}
	});
}

/**
The same for a source whose other readers do the work: what is decrypted of two megabytes at a time would keep keys waiting, however little is done with it after that. To be
called when they listen already. Not kept by `holdReading`: a connection that is not read at all would count as dead.
*/
export function readSourceInTurns(source: Readable) {
	let started = 0;
	let workedBeforeMs = 0;
	source.prependListener('data', () => {
		started = performance.now();
		workedBeforeMs = workedMs;
	});
	source.on('data', () => {
		workedMs = Math.max(workedMs, workedBeforeMs + performance.now() - started);
		if (workedMs < workMs || source.isPaused()) {
			return;
		}

		source.pause();
		setImmediate(() => {
			workedMs = 0;
			source.resume();
		});
	});
}

function rest(stream: Readable) {
	stream.pause();
	resting.add(stream);
	if (resting.size > 1) {
		return;
	}

	setImmediate(goOn);
}

function goOn() {
	if (holds.size > 0) {
		return;
	}

	const rested = [...resting];
	resting.clear();
	workedMs = 0;
	for (const each of rested) {
		each.resume();
	}
}
