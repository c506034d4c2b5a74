import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {type StageDefinition, step} from '../../../source/plan/step.js';
import {destructive, sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {commandLine} from './command-line.js';

const making = (directory: string, name: string, needs: readonly string[] = []) => step({
	id: `sample.${name}`,
	title: `Make ${name}`,
	why: 'For the test.',
	needs,
	at: remoteServer,
	probe: () => sh`test "$(cat ${path.join(directory, name)})" = whole`,
	commands: () => [sh`echo whole > ${path.join(directory, name)}`],
	undo: () => [destructive(sh`rm -f ${path.join(directory, name)}; echo removed ${name}`)],
	gone: () => sh`! test -e ${path.join(directory, name)}`,
});

const waiting = (needs: readonly string[]) => step({
	id: 'sample.wait', title: 'Wait', why: 'For the test.', needs, at: remoteServer, probe: () => sh`true`, commands: () => [sh`true`],
});

const teardown = (directory: string): StageDefinition => ({
	id: 'teardown',
	title: 'Teardown',
	isApart: true,
	steps: [
		step({
			id: 'teardown.clusters', title: 'Clusters', why: 'For the test.', optional: true, at: remoteServer, probe: () => sh`false`, commands: () => [destructive(sh`exit 1`)],
		}),
		step({
			id: 'teardown.notes', title: 'All', why: 'For the test.', needs: ['teardown.clusters'], at: remoteServer, probe: () => sh`! test -e ${path.join(directory, 'one')}`, commands: () => [destructive(sh`rm ${path.join(directory, 'one')}`)],
		}),
	],
});

async function lab() {
	const line = commandLine(directory => [
		{id: 'sample', title: 'Sample', steps: [making(directory, 'one'), making(directory, 'two', ['sample.one']), waiting(['sample.two']), making(directory, 'other')]},
		teardown(directory),
	]);
	expect(await line.run('lab', 'new', 'mine', '--server', 'this-host', `WORKING_DIR=${line.directory}/work`)).toMatchObject({status: 0});
	return {...line, file: (name: string) => path.join(line.directory, name)};
}

const events = (stdout: string) => stdout.trimEnd().split('\n').map(text => JSON.parse(text) as Record<string, unknown>);
const ends = (stdout: string) => events(stdout).filter(({type}) => type === 'step.finished').map(({step: id, state}) => [id, state]);

test('undoing a step undoes before it what needs it, and nothing else', async () => {
	const line = await lab();
	await line.run('run', '--yes');
	const undone = await line.run('undo', 'sample.one', '--yes', 'mine', '--json');
	expect(ends(undone.stdout)).toEqual([['undo.sample.two', 'done'], ['undo.sample.one', 'done']]);
	expect(undone.status).toBe(0);
	expect(['one', 'two', 'other'].map(name => existsSync(line.file(name)))).toEqual([false, false, true]);
	const {stdout: status} = await line.run('status');
	expect(status).toContain('[ ] sample.one');
	expect(await line.run('undo', 'sample.one', '--yes', 'mine')).toMatchObject({status: 0, stderr: expect.stringContaining('Nothing is left of sample.one') as string});
});

test('what an attempt left half-done is undone too', async () => {
	const line = await lab();
	writeFileSync(line.file('two'), 'half');
	const undone = await line.run('undo', 'sample.one', '--yes', 'mine', '--json');
	expect(ends(undone.stdout)).toEqual([['undo.sample.two', 'done']]);
	expect(existsSync(line.file('two'))).toBe(false);
});

test('it wants the lab\'s name: without a person 4, with another name 2, and nothing goes', async () => {
	const line = await lab();
	await line.run('run', '--yes');
	expect(await line.run('undo', 'sample.one')).toMatchObject({status: 4, stderr: expect.stringContaining('--yes mine') as string});
	expect(await line.run('undo', 'sample.one', '--yes')).toMatchObject({status: 4});
	expect(await line.run('undo', 'sample.one', '--yes', 'yours')).toMatchObject({status: 2});
	expect(await line.run('teardown', '--yes')).toMatchObject({status: 4});
	expect(existsSync(line.file('one'))).toBe(true);
});

test('on a terminal it lists what will go, where, and what needs it, and takes only the name', async () => {
	const line = await lab();
	await line.run('run', '--yes');
	const refused = line.start(['undo', 'sample.one'], {isTerminal: true});
	await refused.shows('Type the lab\'s name (mine)');
	expect(refused.stderr()).toContain('undo.sample.two: Undo: Make two');
	expect(refused.stderr()).toContain('remote server, deletes:');
	expect(refused.stderr()).toContain('sample.wait: made nothing, and no longer holds');
	refused.type('y\n');
	expect(await refused.status).toBe(4);
	expect(existsSync(line.file('one'))).toBe(true);
	const agreed = line.start(['undo', 'sample.one'], {isTerminal: true});
	await agreed.shows('Type the lab\'s name (mine)');
	agreed.type('mine\n');
	expect(await agreed.status).toBe(0);
	expect(existsSync(line.file('one'))).toBe(false);
});

test('an undo after which something is left is unproven', async () => {
	const line = commandLine(directory => [{
		id: 'sample', title: 'Sample', steps: [{...making(directory, 'one'), undo: () => [destructive(sh`true`)]}],
	}]);
	await line.run('lab', 'new', 'mine', '--server', 'this-host', `WORKING_DIR=${line.directory}/work`);
	await line.run('run', '--yes');
	const {status, stdout} = await line.run('undo', 'sample.one', '--yes', 'mine');
	expect(stdout).toContain('undo.sample.one: unproven');
	expect(status).toBe(1);
});

test('a step that makes nothing, and one that is not there, are refused with a way out', async () => {
	const line = await lab();
	expect(await line.run('undo', 'sample.wait')).toMatchObject({status: 2, stderr: expect.stringContaining('made nothing') as string});
	expect(await line.run('undo', 'sample.on')).toMatchObject({status: 2, stderr: expect.stringContaining('Did you mean sample.one?') as string});
	expect(await line.run('undo')).toMatchObject({status: 2});
	expect(await line.run('rewind', 'lunch')).toMatchObject({status: 2, stderr: expect.stringContaining('Did you mean launch?') as string});
	expect(await line.run('teardown', '--clusters', '--packages')).toMatchObject({status: 2});
});

test('a teardown leaves the server without the lab\'s directory, and without those above it that were made for it', async () => {
	const line = await lab();
	await line.run('run', '--yes');
	expect(existsSync(line.file('work'))).toBe(true);
	const down = await line.run('teardown', '--yes', 'mine', '--json');
	expect(ends(down.stdout)).toEqual([['teardown.notes', 'done']]);
	expect(down.status).toBe(0);
	expect(existsSync(line.file('work'))).toBe(false);
});

test('a directory that was there before the lab stays, and so does one that holds another lab', async () => {
	const line = await lab();
	mkdirSync(line.file('work'));
	await line.run('run', '--yes');
	mkdirSync(line.file('work/dpu-wizard/another-lab'));
	await line.run('teardown', '--yes', 'mine');
	expect(existsSync(line.file('work/dpu-wizard/another-lab'))).toBe(true);
	const second = await lab();
	mkdirSync(second.file('work'));
	await second.run('run', '--yes');
	await second.run('teardown', '--yes', 'mine');
	expect(existsSync(second.file('work/dpu-wizard'))).toBe(false);
	expect(existsSync(second.file('work'))).toBe(true);
});
