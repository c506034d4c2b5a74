/**
The lab's own time, in milliseconds since 1970: it goes faster than ours, or jumps from one wait to the next.
*/
export type Clock = {
	readonly now: () => number;
	/**
	Resolves when so much of the lab's time has gone by, or when the signal is aborted.
	*/
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/**
`1` is real time, `100` is a hundred times as fast, `Infinity` waits for nothing.
*/
export type Speed = number;

// A process that sleeps for longer than this waits to be ended.
const foreverMs = 30 * 24 * 3600 * 1000;

export function makeClock(start: number, speed: Speed): Clock {
	if (speed === Infinity) {
		let now = start;
		return {
			now: () => now,
			async sleep(ms, signal) {
				if (ms >= foreverMs) {
					return untilAborted(signal);
				}

				const end = now + ms;
				await new Promise(resolve => {
					setImmediate(resolve);
				});
				now = Math.max(now, end);
			},
		};
	}

	const begun = Date.now();
	return {
		now: () => start + ((Date.now() - begun) * speed),
		async sleep(ms, signal) {
			if (ms >= foreverMs) {
				return untilAborted(signal);
			}

			await new Promise<void>(resolve => {
				const timer = setTimeout(done, ms / speed);
				function done() {
					clearTimeout(timer);
					signal?.removeEventListener('abort', done);
					resolve();
				}

				signal?.addEventListener('abort', done);
			});
		},
	};
}

async function untilAborted(signal: AbortSignal | undefined): Promise<void> {
	if (!signal?.aborted) {
		await new Promise(resolve => {
			signal?.addEventListener('abort', resolve, {once: true});
		});
	}
}
