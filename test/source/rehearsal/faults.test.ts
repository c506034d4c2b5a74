import {expect, test, vi} from 'vitest';
import {rehearsedLab} from './harness.js';

const to = 'base-vm.daemons';

test('a command that fails once fails its step, which is done when it is run again', async () => {
	const lab = rehearsedLab({}, {faults: [to]});
	const first = await lab.run({to});
	expect(first.state).toBe('failed');
	expect(first.trouble).toContain('this command fails once');
	const second = await lab.run({to});
	expect(second.ends.get(to)).toBe('done');
}, 60_000);

test('a command that only says that it did its work is found out by the proof', async () => {
	const lab = rehearsedLab({}, {faults: [`${to}=lie`]});
	const first = await lab.run({to});
	expect(first.ends.get(to)).toBe('unproven');
	const second = await lab.run({to});
	expect(second.ends.get(to)).toBe('done');
}, 60_000);

test('a step goes on when its connection breaks, and is followed to its end', async () => {
	const lab = rehearsedLab({}, {faults: [`${to}=drop`]});
	const {ends, trouble} = await lab.run({to});
	expect(trouble).toBe(undefined);
	expect(ends.get(to)).toBe('done');
}, 60_000);

test('a step that is silent for ever can be cancelled, and run again', async () => {
	const lab = rehearsedLab({}, {faults: [`${to}=hang`]});
	const cancel = new AbortController();
	const running = lab.run({to}, cancel.signal);
	await vi.waitFor(() => {
		expect(lab.rehearsal.jobs.keys().some(name => name.startsWith(to))).toBe(true);
	}, {timeout: 40_000});
	cancel.abort();
	const cancelled = await running;
	expect(cancelled.trouble).toBe(undefined);
	expect(cancelled.ends.get(to)).toBe('failed');
	expect(lab.rehearsal.jobs.keys().some(name => name.startsWith(to))).toBe(false);
	const second = await lab.run({to});
	expect(second.ends.get(to)).toBe('done');
}, 60_000);
