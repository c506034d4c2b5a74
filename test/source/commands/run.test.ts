import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {type StageDefinition, step} from '../../../source/plan/step.js';
import {type Command, destructive, sh} from '../../../source/shell/command.js';
import {localHost, type Place, remoteServer} from '../../../source/shell/place.js';
import {commandLine} from './command-line.js';

type Sample = {readonly id: string; readonly commands: readonly Command[]; readonly probe: Command; readonly manual?: string; readonly at?: Place};

const stage = (steps: readonly Sample[], {id = 'sample', isApart = false} = {}): StageDefinition => ({
	id,
	title: `Stage ${id}`,
	isApart,
	steps: steps.map(({manual, ...sample}) => step({
		title: `Step ${sample.id}`, why: 'For the test.', at: remoteServer, ...sample, probe: () => sample.probe, commands: () => sample.commands, ...(manual !== undefined && {manual: () => manual}),
	})),
});

// A step that makes a file, and is done when it is there.
function making(directory: string, name: string, ...before: readonly Command[]): Sample {
	const file = path.join(directory, name);
	return {id: `sample.${name}`, probe: sh`test -e ${file}`, commands: [...before, sh`touch ${file}`]};
}

async function lab(catalogue: (directory: string) => readonly StageDefinition[]) {
	const line = commandLine(catalogue);
	expect(await line.run('lab', 'new', 'mine', '--server', 'this-host', `WORKING_DIR=${line.directory}/work`)).toMatchObject({status: 0});
	return line;
}

const events = (stdout: string) => stdout.trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);

test('what is not done is run and proved; run again, everything is already done', async () => {
	const line = await lab(directory => [stage([making(directory, 'one', sh`echo hello`), making(directory, 'two')])]);
	const first = await line.run('run', '--yes');
	expect(first.stderr).toBe('');
	expect(first.stdout).toContain('sample.one | hello\n');
	expect(first.stdout).toContain('sample.two: done (');
	expect(first.stdout).toMatch(/Done: 2 done\n$/);
	expect(first.status).toBe(0);
	expect(existsSync(path.join(line.directory, 'two'))).toBe(true);
	const second = await line.run('run', '--yes');
	expect(second.stdout).toMatch(/Done: 2 already done\n$/);
	expect(second.stdout).not.toContain('hello');
	expect(second.status).toBe(0);
});

test('a failed command stops the run with 1, and its log can be read', async () => {
	const line = await lab(directory => [stage([making(directory, 'one', sh`echo broken >&2; exit 7`), making(directory, 'two')])]);
	const {status, stdout} = await line.run('run', '--yes', '--json');
	expect(status).toBe(1);
	expect(events(stdout).filter(({type}) => type === 'output')).toEqual([{
		type: 'output', step: 'sample.one', stream: 'stderr', line: 'broken',
	}]);
	expect(events(stdout).at(-2)).toMatchObject({
		type: 'step.finished', step: 'sample.one', state: 'failed', exitCode: 7,
	});
	expect(events(stdout).at(-1)).toMatchObject({type: 'run.finished', state: 'failed'});
	expect(existsSync(path.join(line.directory, 'two'))).toBe(false);
	const log = await line.run('log');
	expect(log.stdout).toContain('broken\n');
	expect(log.stderr).toMatch(/logs\/sample\.one\/1\.log\n$/);
	expect(await line.run('log', 'sample.on')).toMatchObject({status: 2, stderr: 'There is no step "sample.on" in this lab.\n  Did you mean sample.one?\n'});
});

test('a step whose proof does not hold ends the run with 1', async () => {
	const line = await lab(() => [stage([{id: 'sample.idle', probe: sh`false`, commands: [sh`true`]}])]);
	const {status, stdout} = await line.run('run', '--yes');
	expect(stdout).toContain('sample.idle: unproven');
	expect(status).toBe(1);
});

test('a manual step ends the run with 4 and says what to do', async () => {
	const line = await lab(() => [stage([{
		id: 'sample.you', probe: sh`false`, commands: [], manual: 'Plug it in.',
	}])]);
	const {status, stdout} = await line.run('run', '--yes');
	expect(stdout).toContain('sample.you ! Plug it in.');
	expect(status).toBe(4);
});

test('without a terminal and without --yes nothing is run', async () => {
	const line = await lab(directory => [stage([making(directory, 'one')])]);
	const {status, stderr} = await line.run('run');
	expect(stderr).toContain('Nobody is there to agree');
	expect(status).toBe(4);
	expect(existsSync(path.join(line.directory, 'one'))).toBe(false);
});

test('on a terminal it lists the steps and asks once', async () => {
	const line = await lab(directory => [stage([making(directory, 'one'), making(directory, 'two')])]);
	const refused = line.start(['run'], {isTerminal: true});
	await refused.shows('Run them? [y/N] ');
	refused.type('\r');
	expect(await refused.status).toBe(4);
	expect(existsSync(path.join(line.directory, 'one'))).toBe(false);

	const agreed = line.start(['run'], {isTerminal: true});
	await agreed.shows('Run them? [y/N] ');
	agreed.type('y\r');
	expect(await agreed.status).toBe(0);
	expect(existsSync(path.join(line.directory, 'two'))).toBe(true);
});

test('a step that has something to delete is named, and wants the lab\'s name; one that has nothing does not', async () => {
	const line = await lab(directory => {
		const removal = destructive(sh`rm -f ${path.join(directory, 'old')}`);
		return [stage([making(directory, 'one', removal), making(directory, 'two')])];
	});
	writeFileSync(path.join(line.directory, 'old'), '');
	expect(await line.run('run', '--yes')).toMatchObject({status: 4, stderr: expect.stringContaining('This destroys, and nobody is there to agree: sample.one.') as string});
	const refused = line.start(['run'], {isTerminal: true});
	await refused.shows('This destroys (sample.one). Type the lab\'s name (mine) to go on: ');
	expect(refused.stderr()).toContain(`remote server, deletes:\n      rm -f ${line.directory}/old\n`);
	refused.type('y\r');
	expect(await refused.status).toBe(4);
	expect(existsSync(path.join(line.directory, 'old'))).toBe(true);

	const agreed = await line.run('run', '--yes', 'mine');
	expect(agreed.status).toBe(0);
	expect(agreed.stdout).toContain(`sample.one [remote server, deletes] $ rm -f ${line.directory}/old\n`);
	expect(existsSync(path.join(line.directory, 'old'))).toBe(false);
	expect(await line.run('run', '--yes')).toMatchObject({status: 0});
});

test('what stands apart runs only when it is named, and wants the lab\'s name', async () => {
	const line = await lab(directory => [stage([making(directory, 'one')]), stage([{...making(directory, 'gone'), id: 'teardown.gone'}], {id: 'teardown', isApart: true})]);
	const gone = path.join(line.directory, 'gone');
	expect(await line.run('run', '--yes')).toMatchObject({status: 0});
	expect(existsSync(gone)).toBe(false);
	expect(await line.run('run', '--yes', '--stage', 'teardown')).toMatchObject({status: 4});
	expect(await line.run('run', '--stage', 'teardown', '--yes', 'other')).toMatchObject({status: 2});
	const typed = line.start(['run', '--stage', 'teardown'], {isTerminal: true});
	await typed.shows('Type the lab\'s name');
	typed.type('y\r');
	expect(await typed.status).toBe(4);
	expect(existsSync(gone)).toBe(false);
	expect(await line.run('run', '--stage', 'teardown', '--yes', 'mine')).toMatchObject({status: 0});
	expect(existsSync(gone)).toBe(true);
});

test('one Ctrl-C lets the step end and starts no other', async () => {
	const line = await lab(directory => {
		const gate = path.join(directory, 'gate');
		return [stage([making(directory, 'one', sh`echo begun; until test -e ${gate}; do sleep 0.05; done; echo ended`), making(directory, 'two')])];
	});
	const running = line.start(['run', '--yes']);
	await running.shows('sample.one | begun');
	running.interrupt();
	await running.shows('No new step starts');
	writeFileSync(path.join(line.directory, 'gate'), '');
	expect(await running.status).toBe(130);
	expect(running.stdout()).toContain('sample.one: done');
	expect(existsSync(path.join(line.directory, 'two'))).toBe(false);
});

test('a second Ctrl-C cancels what runs', async () => {
	const line = await lab(directory => {
		const endless = sh`sleep 600 & echo $! >${path.join(directory, 'pid')}; echo begun; wait`;
		return [stage([making(directory, 'one', endless)])];
	});
	const running = line.start(['run', '--yes']);
	await running.shows('sample.one | begun');
	running.interrupt();
	running.interrupt();
	expect(await running.status).toBe(130);
	const pid = readFileSync(path.join(line.directory, 'pid'), 'utf8').trim();
	// What is dead and waits to be collected by init has the state Z.
	const {stdout: state} = await execa('ps', ['-o', 'stat=', '-p', pid], {reject: false});
	expect(state).toMatch(/^(?:Z.*)?$/);
	expect(existsSync(path.join(line.directory, 'one'))).toBe(false);
});

test('status asks the probes and changes nothing', async () => {
	const line = await lab(directory => [stage([making(directory, 'one'), making(directory, 'two')])]);
	await line.run('run', '--yes', '--only', 'sample.one');
	const text = await line.run('status');
	expect(text.stdout).toContain('Lab mine on this-host: 1 of 2 steps are done');
	expect(text.stdout).toContain('[x] sample.one: Step sample.one\n  [ ] sample.two');
	expect(text.status).toBe(0);
	const {stdout} = await line.run('status', '--json');
	expect(JSON.parse(stdout)).toMatchObject({done: 1, total: 2, stages: [{id: 'sample', steps: [{id: 'sample.one', state: 'done'}, {id: 'sample.two', state: 'not done'}]}]});
	expect(existsSync(path.join(line.directory, 'two'))).toBe(false);
});

test('the plain wizard says where the lab stands and how to go on', async () => {
	const line = await lab(directory => [stage([making(directory, 'one')])]);
	const {status, stdout} = await line.run();
	expect(stdout).toContain('0 of 1 steps are done');
	expect(stdout).toContain('dpu-wizard run ');
	expect(status).toBe(0);
});

/**
The most steps that ran at one time.
*/
function most(stdout: string): number {
	const running = new Set<unknown>();
	let count = 0;
	for (const {type, step: id} of events(stdout)) {
		if (type === 'step.started') {
			running.add(id);
			count = Math.max(count, running.size);
		} else if (type === 'step.finished') {
			running.delete(id);
		}
	}

	return count;
}

test('steps at different places run side by side, and each line tells its step', async () => {
	const waiting = (directory: string, own: string, other: string) => sh`touch ${`${directory}/${own} is there`}; until test -e ${`${directory}/${other} is there`}; do sleep 0.02; done; echo ${`words of ${own}`}`;
	const line = await lab(directory => [stage([
		{...making(directory, 'one', waiting(directory, 'one', 'two')), at: localHost},
		making(directory, 'two', waiting(directory, 'two', 'one')),
	])]);
	const {status, stdout} = await line.run('run', '--yes');
	expect(status).toBe(0);
	expect(stdout).toContain('sample.one | words of one\n');
	expect(stdout).toContain('sample.two | words of two\n');
});

test('with --parallel 1, and where a stage destroys, steps run one after another in the plan\'s order', async () => {
	const line = await lab(directory => [
		stage([{...making(directory, 'one'), at: localHost}, making(directory, 'two')]),
		stage([{...making(directory, 'three'), at: localHost}, making(directory, 'four')], {id: 'undoing', isApart: true}),
	]);
	const order = (stdout: string) => events(stdout).flatMap(({type, step: id}) => type === 'step.started' ? [id] : []);
	const serial = await line.run('run', '--yes', '--json', '--parallel', '1');
	expect(order(serial.stdout)).toEqual(['sample.one', 'sample.two']);
	expect(most(serial.stdout)).toBe(1);
	const apart = await line.run('run', '--yes', 'mine', '--json', '--stage', 'undoing');
	expect(order(apart.stdout)).toEqual(['sample.three', 'sample.four']);
	expect(most(apart.stdout)).toBe(1);
	expect(await line.run('run', '--yes', '--parallel', '0')).toMatchObject({status: 2});
});
