import {makeEventClock} from './event-clock.js';

/**
The lab's own time, in milliseconds since 1970: it goes faster than ours, or from one wait to the next.
*/
export type Clock = {
	readonly now: () => number;
	/**
	Resolves when so much of the lab's time has gone by, or when the signal is aborted.
	*/
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/**
How fast the lab's time goes while all wait: `1` is real time, `100` is a hundred times as fast, at `Infinity` it is at once as late as the first of them wants it to be.
*/
export type Speed = number;

// A process that sleeps for longer than this waits to be ended.
const foreverMs = 30 * 24 * 3600 * 1000;

export function makeClock(start: number, speed: Speed): Clock {
	const {now, sleep} = makeEventClock(start, speed);
	return {
		now,
		async sleep(ms, signal) {
			if (signal?.aborted) {
				return;
			}

			await (ms >= foreverMs ? untilAborted(signal) : sleep(ms, signal));
		},
	};
}

async function untilAborted(signal: AbortSignal | undefined): Promise<void> {
	await new Promise(resolve => {
		signal?.addEventListener('abort', resolve, {once: true});
	});
}
