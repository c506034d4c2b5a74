import {readFile} from 'node:fs/promises';
import {performance} from 'node:perf_hooks';
import {expect, test} from 'vitest';
import {makeClock} from '../../../source/rehearsal/clock.js';
import {openRehearsal} from '../../../source/rehearsal/open.js';
import {loginName} from '../../../source/rehearsal/make-world.js';
import {runScript} from '../../../source/rehearsal/script.js';

const endless = new AbortController().signal;

const turn = async () => new Promise(resolve => {
	setImmediate(resolve);
});

test('sleepers wake in the order of their deadlines, whoever fell asleep first, and each at its own time', async () => {
	const clock = makeClock(1000, Infinity);
	const woken: Array<[string, number]> = [];
	const sleeper = async (name: string, ms: number) => {
		await clock.sleep(ms);
		woken.push([name, clock.now()]);
	};

	await Promise.all([sleeper('an hour', 3_600_000), sleeper('a second', 1000), sleeper('three seconds', 3000), sleeper('nothing', 0)]);
	expect(woken).toEqual([['nothing', 1000], ['a second', 2000], ['three seconds', 4000], ['an hour', 3_601_000]]);
});

test('who has the same deadline wakes together', async () => {
	const clock = makeClock(0, Infinity);
	let awake = 0;
	const sleeper = async () => {
		await clock.sleep(500);
		awake++;
		await turn();
		expect(awake).toBe(2);
	};

	await Promise.all([sleeper(), sleeper()]);
	expect(clock.now()).toBe(500);
});

test('a deadline does not pass while another one sleeps for less, again and again', async () => {
	const clock = makeClock(0, Infinity);
	let isPast = false;
	const deadline = clock.sleep(10_000).then(() => {
		isPast = true;
	});
	for (let slept = 0; slept < 99; slept++) {
		await clock.sleep(100);
		await turn();
		expect(isPast).toBe(false);
	}

	await deadline;
	expect(clock.now()).toBe(10_000);
});

test('time stands still while anybody works, also one who sleeps on no clock: the wizard', async () => {
	const clock = makeClock(0, Infinity);
	const sleeping = clock.sleep(300_000);
	for (let turns = 0; turns < 100; turns++) {
		await turn();
		// Files are read by other threads: as long as that takes.
		if (turns % 10 === 0) {
			await readFile(import.meta.filename);
		}

		expect(clock.now()).toBe(0);
	}

	await sleeping;
	expect(clock.now()).toBe(300_000);
});

test('two worlds in one process keep nobody waiting', async () => {
	const clocks = [makeClock(0, Infinity), makeClock(0, Infinity)];
	await Promise.all(clocks.map(async clock => {
		await clock.sleep(1000);
		await clock.sleep(1000);
	}));
	expect(clocks.map(clock => clock.now())).toEqual([2000, 2000]);
});

test.each([Infinity, 100])('who is disturbed wakes at once and moves no clock, at a speed of %d', async speed => {
	const clock = makeClock(0, speed);
	const stop = new AbortController();
	const sleeping = Promise.all([clock.sleep(3_600_000, stop.signal), clock.sleep(Infinity, stop.signal), clock.sleep(2_147_483_647_000, stop.signal)]);
	stop.abort();
	await sleeping;
	await clock.sleep(3_600_000, stop.signal);
	expect(clock.now()).toBeLessThan(3_600_000);
});

test('who sleeps for ever lets the time of the others be theirs', async () => {
	const clock = makeClock(0, Infinity);
	const stop = new AbortController();
	const forever = clock.sleep(Infinity, stop.signal);
	await clock.sleep(5000);
	expect(clock.now()).toBe(5000);
	stop.abort();
	await forever;
	expect(clock.now()).toBe(5000);
});

test.each([['as long as usual', 1, 0.4], ['a hundredth of it', 100, 40]])('at a speed of its own a script takes %s', async (_words, speed, seconds) => {
	const {rehearsal} = openRehearsal({speed});
	const {server} = rehearsal.world;
	const [began, beganThere] = [performance.now(), rehearsal.clock.now()];
	const status = await runScript(`sleep ${seconds}`, {
		rehearsal, machine: server, user: server.users.get(loginName)!, signal: endless, onOutput: () => undefined,
	});
	expect(status).toBe(0);
	// Timers are a fraction of a millisecond early now and then.
	expect(performance.now() - began).toBeGreaterThan(395);
	expect(performance.now() - began).toBeLessThan(30_000);
	expect(rehearsal.clock.now() - beganThere).toBeGreaterThan(seconds * 980);
});
