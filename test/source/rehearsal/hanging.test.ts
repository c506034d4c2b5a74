import {expect, test} from 'vitest';
import {type StageDefinition, step} from '../../../source/plan/step.js';
import type {Fault} from '../../../source/rehearsal/faults.js';
import {sh} from '../../../source/shell/command.js';
import {localHost} from '../../../source/shell/place.js';
import {type RehearsedLab, rehearsedLab} from './harness.js';

const hanging = [
	// On the server: with sudo, without, and one that only waits.
	'base-vm.daemons',
	'base-vm.key',
	'gateway.ready@gw-1',
	// In a node, with sudo.
	'gateway.forwarding@gw-1',
];

// In that time everything else has come to its end or waits for what hangs.
const anHourMs = 3_600_000;

async function hangs({rehearsal: {clock}, faultsTaken}: RehearsedLab, count: number): Promise<void> {
	while (faultsTaken.length < count) {
		await clock.sleep(1000);
	}

	await clock.sleep(anHourMs);
}

test('wherever a step is silent for ever it can be cancelled, and a later run comes to the end', async () => {
	const lab = rehearsedLab({}, {faults: hanging.map(id => `${id}=hang`)});
	for (const [index, id] of hanging.entries()) {
		const cancel = new AbortController();
		const running = lab.run({to: id}, cancel.signal);
		await Promise.race([hangs(lab, index + 1), running]);
		cancel.abort();
		const {state, ends, trouble} = await running;
		expect({id, state, end: ends.get(id)}).toEqual({id, state: 'failed', end: 'failed'});
		expect(trouble).toBe(undefined);
		// Only the lab's lock was held by something that ran, and that is gone too.
		expect(lab.rehearsal.jobs.size).toBe(0);
	}

	expect(lab.faultsTaken).toEqual(hanging.map(() => 'hang'));
	const last = await lab.run({to: 'gateway.forwarding'});
	expect({state: last.state, trouble: last.trouble}).toEqual({state: 'done', trouble: undefined});
	expect(new Set(last.ends.values())).toEqual(new Set(['already done', 'done']));
}, 300_000);

const atHome: StageDefinition = {
	id: 'home',
	title: 'At home',
	steps: ['drops', 'hangs'].map(name => step({
		id: `home.${name}`,
		title: name,
		why: 'A test.',
		at: localHost,
		probe: () => sh`test "$(cat ~/${name})" = 2`,
		commands: () => [sh`echo 1 > ~/${name}; echo one; sleep 600; echo 2 > ~/${name}; echo two`],
	})),
};

test('on the local host, too, a step outlives its connection and can be cancelled where it hangs', async () => {
	const left: Array<Fault['kind']> = ['drop', 'hang'];
	const lab = rehearsedLab({}, {catalogue: [atHome], faults: {take: script => script.includes('echo one') ? left.shift() : undefined}});
	const cancel = new AbortController();
	const running = lab.run({}, cancel.signal);
	await Promise.race([hangs(lab, 2), running]);
	cancel.abort();
	const {ends, broken} = await running;
	expect(Object.fromEntries(ends)).toEqual({'home.drops': 'done', 'home.hangs': 'failed'});
	expect([...broken]).toEqual(['home.drops']);
	const last = await lab.run();
	expect(Object.fromEntries(last.ends)).toEqual({'home.drops': 'already done', 'home.hangs': 'done'});
});
