import {
	existsSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {type StageDefinition, step} from '../../../source/plan/step.js';
import {sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {commandLine} from './command-line.js';

// One step that prints, waits for a gate, prints again and leaves its file; and one after it.
const catalogue = (directory: string): readonly StageDefinition[] => {
	const file = (name: string) => path.join(directory, name);
	return [{
		id: 'sample',
		title: 'Stage sample',
		steps: [
			step({
				id: 'sample.long', title: 'A long step', why: 'For the test.', at: remoteServer, probe: () => sh`test -e ${file('long')}`,
				commands: () => [sh`echo ran >>${file('runs')}; echo begun; until test -e ${file('gate')}; do sleep 0.05; done; echo ended`, sh`echo second; touch ${file('long')}`],
			}),
			step({
				id: 'sample.next', title: 'The next step', why: 'For the test.', at: remoteServer, needs: ['sample.long'], probe: () => sh`test -e ${file('next')}`, commands: () => [sh`touch ${file('next')}`],
			}),
		],
	}];
};

/*
A laptop with the lab, and another one that was given it.
*/
async function twoLaptops() {
	const first = commandLine(catalogue);
	const environment = {DPU_WIZARD_HOME: path.join(first.directory, 'other-home')};
	expect(await first.run('lab', 'new', 'mine', '--server', 'this-host', `WORKING_DIR=${first.directory}/work`)).toMatchObject({status: 0});
	const {stdout} = await first.run('lab', 'export', '--format', 'json');
	writeFileSync(path.join(first.directory, 'lab.json'), stdout);
	const other = (argv: readonly string[]) => first.start(argv, {environment});
	expect(await other(['lab', 'import', path.join(first.directory, 'lab.json')]).status).toBe(0);
	return {
		first, other, openGate() {
			writeFileSync(path.join(first.directory, 'gate'), '');
		},
	};
}

async function leaveRunning(first: Awaited<ReturnType<typeof twoLaptops>>['first']) {
	const running = first.start(['run', '--yes'], {isTerminal: true});
	await running.shows('sample.long | begun');
	running.interrupt();
	await running.shows('What becomes of what runs?');
	running.type('l\r');
	expect(await running.status).toBe(130);
	expect(running.stdout()).toContain('It was left running on remote server');
	expect(running.stdout()).toMatch(/Stopped: 1 lost\n$/v);
}

test('what was left running is watched from another laptop to its end, and its proof is told', async () => {
	const {first, other, openGate} = await twoLaptops();
	await leaveRunning(first);
	const watching = other(['attach']);
	await watching.shows('sample.long | begun');
	openGate();
	expect(await watching.status).toBe(0);
	expect(watching.stdout()).toMatch(/^sample\.long: command 1 has been running on remote server for \d+ s\n/v);
	expect(watching.stdout()).toContain('sample.long | ended\n');
	// The first of two commands: only the run knows how it goes on.
	expect(watching.stdout()).toMatch(/Done: no step ran\n$/v);
	const nothing = other(['attach', '--json']);
	expect(await nothing.status).toBe(0);
	expect(JSON.parse(nothing.stdout().split('\n', 1)[0]!)).toEqual({type: 'attach.started', holder: null, jobs: []});
});

test('a run from another laptop finds what was left running, replays it, follows it, goes on behind it and proves it', async () => {
	const {first, other, openGate} = await twoLaptops();
	await leaveRunning(first);
	const again = other(['run', '--yes']);
	await again.shows('sample.long | begun');
	openGate();
	expect(await again.status).toBe(0);
	expect(again.stdout()).toContain('It has been running on remote server for');
	expect(again.stdout()).toMatch(/\| begun\nsample\.long \| ended\n.*\| second\nsample\.long: done/sv);
	expect(again.stdout()).toMatch(/Done: 2 done\nIt took .*\n$/v);
	expect(readFileSync(path.join(first.directory, 'runs'), 'utf8')).toBe('ran\n');
});

test('what ended unheard is replayed once, and is already done', async () => {
	const {first, other, openGate} = await twoLaptops();
	await leaveRunning(first);
	writeFileSync(path.join(first.directory, 'long'), '');
	openGate();
	const watching = other(['attach']);
	expect(await watching.status).toBe(0);
	// Nothing else runs at that place: the end is told all the same.
	const again = other(['run', '--yes', '--only', 'sample.long']);
	expect(await again.status).toBe(0);
	expect(again.stdout()).toMatch(/\| begun\nsample\.long \| ended\nsample\.long: already done/v);
	const third = other(['run', '--yes', '--only', 'sample.long']);
	expect(await third.status).toBe(0);
	expect(third.stdout()).not.toContain('begun');
});

test('who holds the lab is told, and its steps are watched as they come', async () => {
	const {first, other, openGate} = await twoLaptops();
	const running = first.start(['run', '--yes']);
	await running.shows('sample.long | begun');
	const watching = other(['attach', '--json']);
	await watching.shows('"line":"begun"');
	openGate();
	expect(await running.status).toBe(0);
	expect(await watching.status).toBe(0);
	const lines = watching.stdout().trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
	expect(lines[0]).toMatchObject({type: 'attach.started', holder: expect.stringMatching(/ at .+ \(process \d+\), since \d{4}-/v) as string, jobs: [{step: 'sample.long', place: 'remote server'}]});
	expect(lines.at(-1)).toMatchObject({type: 'run.finished', state: 'done'});
	expect(existsSync(path.join(first.directory, 'next'))).toBe(true);
});

test('cancelled at the question, what runs is ended', async () => {
	const {first, other} = await twoLaptops();
	const running = first.start(['run', '--yes'], {isTerminal: true});
	await running.shows('sample.long | begun');
	running.interrupt();
	await running.shows('What becomes of what runs?');
	running.type('x\rc\r');
	expect(await running.status).toBe(130);
	expect(running.stdout()).toContain('It was cancelled.');
	const watching = other(['attach']);
	expect(await watching.status).toBe(0);
	expect(watching.stdout()).toContain('No step is running.');
});
