import {quiet} from './quiet.js';

type Sleeper = {readonly until: number; readonly wake: () => void};

/**
A clock that stands still while anything is done, in the lab or by the wizard that works on it. When all wait, it goes to the earliest time that one of them waits for, and who
waits for that time goes on until all wait again: so a deadline passes only for who would miss it on a real clock too.
*/
export function makeEventClock(start: number) {
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
