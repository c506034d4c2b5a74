import {setTimeout} from 'node:timers/promises';
import {performance} from 'node:perf_hooks';
import {quiet} from './quiet.js';

type Sleeper = {readonly until: number; readonly wake: () => void};

/**
A clock that stands still while anything is done, in the lab or by the wizard that works on it. When all wait, it goes to the earliest time that one of them waits for, and who
waits for that time goes on until all wait again: so a deadline passes only for who would miss it on a real clock too, however slow the machine is that plays the lab.

`speed`: how much faster than ours its time goes while all wait; at `Infinity` it jumps.
*/
export function makeEventClock(start: number, speed: number) {
	let now = start;
	let isGoing = false;
	const sleepers = new Set<Sleeper>();
	const go = async () => {
		if (isGoing) {
			return;
		}

		isGoing = true;
		while (sleepers.size > 0) {
			await quiet();
			const next = sleepers.values().reduce((earliest, {until}) => Math.min(earliest, until), Infinity);
			if (speed !== Infinity && next > now) {
				now = Math.min(next, now + (await pause((next - now) / speed) * speed));
				continue;
			}

			for (const sleeper of [...sleepers].filter(({until}) => until === next)) {
				now = next;
				sleeper.wake();
			}
		}

		isGoing = false;
	};

	return {
		now: () => now,
		async sleep(ms: number, signal?: AbortSignal): Promise<void> {
			await new Promise<void>(resolve => {
				const sleeper: Sleeper = {until: now + Math.max(0, ms), wake};
				function wake() {
					sleepers.delete(sleeper);
					signal?.removeEventListener('abort', wake);
					resolve();
				}

				signal?.addEventListener('abort', wake);
				sleepers.add(sleeper);
				void go();
			});
		},
	};
}

// Milliseconds at a time: as long as somebody may work on before the clock takes notice.
const longestPause = 5;

// Resolves with the milliseconds that it took.
async function pause(ms: number): Promise<number> {
	const began = performance.now();
	await setTimeout(Math.min(ms, longestPause));
	return performance.now() - began;
}
