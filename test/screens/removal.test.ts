import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
	expect,
	onTestFinished,
	test,
	vi,
} from 'vitest';
import {newDefinition} from '../../source/lab/defaults.js';
import {type StageDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {key} from './screen.js';
import {openWizard} from './wizard.js';

function sample() {
	const directory = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-removal-'));
	onTestFinished(() => {
		rmSync(directory, {recursive: true, force: true});
	});
	const file = (name: string) => path.join(directory, name);
	const made = (name: string, needs: readonly string[] = []) => step({
		id: `one.${name}`,
		title: `Make ${name}`,
		why: 'A test needs it.',
		needs,
		at: remoteServer,
		probe: () => sh`test -e ${file(name)}`,
		commands: () => [sh`touch ${file(name)}`],
		undo: () => [destructive(sh`rm -f ${file(name)}`)],
	});
	const catalogue: readonly StageDefinition[] = [
		{id: 'one', title: 'Stage one', steps: [made('a'), made('b', ['one.a'])]},
		{
			id: 'teardown', title: 'Teardown', isApart: true, steps: [step({
				id: 'teardown.notes', title: 'Remove it all', why: 'A test needs it.', at: remoteServer, probe: () => sh`! test -e ${file('a')}`, commands: () => [destructive(sh`rm -f ${file('a')} ${file('b')}`)],
			})],
		},
	];
	const lab = newDefinition('demo', {server: 'this-host', variables: {GUEST_FAMILY: 'fedora', WORKING_DIR: file('work')}});
	return {file, wizard: openWizard({catalogue, lab})};
}

async function allDone({wizard: {screen}}: ReturnType<typeof sample>) {
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 2 steps done');
	screen.press(key.enter, key.enter);
	await screen.shows('all done · 2 of 2 done');
	screen.press(key.enter);
	await screen.shows('▸ Home');
	screen.press(key.enter);
	await screen.shows('What should run?');
	screen.press(key.up, key.enter);
	await screen.shows('What should go?');
}

test('a step is undone after what will go was shown and the lab\'s name typed', async () => {
	const one = sample();
	const {file, wizard: {screen}} = one;
	await allDone(one);
	screen.press(key.enter);
	await screen.shows('one.a');
	screen.press(key.enter);
	await screen.shows('undo.one.b');
	await screen.shows('Type the lab\'s name (demo)');
	expect(screen.rows().length).toBeLessThanOrEqual(24);
	screen.press('dem', key.enter);
	await screen.shows('Type the lab\'s name, demo, first.');
	expect(existsSync(file('a'))).toBe(true);
	screen.press('o', key.enter);
	await screen.shows('all done · 2 of 2 done');
	expect([existsSync(file('a')), existsSync(file('b'))]).toEqual([false, false]);
	// What was told of the lab before is not believed any more.
	screen.press(key.enter);
	await screen.shows('▸ Home');
	screen.press(key.enter);
	await screen.shows('0 of 2 steps done');
});

test('a teardown leaves no directory of the lab on the server', async () => {
	const one = sample();
	const {file, wizard: {screen}} = one;
	await allDone(one);
	expect(existsSync(file('work'))).toBe(true);
	screen.press(key.up, key.enter);
	await screen.shows('This removes everything of this lab');
	screen.press('demo', key.enter);
	await screen.shows('all done · 1 of 1 done');
	expect(existsSync(file('a'))).toBe(false);
	// It goes when the run has let go of the lab.
	await vi.waitFor(() => {
		expect(existsSync(file('work'))).toBe(false);
	}, {timeout: 15_000, interval: 20});
});

test('Escape leads back from every page, and nothing has gone', async () => {
	const one = sample();
	const {file, wizard: {screen}} = one;
	await allDone(one);
	screen.press(key.down, key.enter);
	await screen.shows('To the end of which stage?');
	screen.press(key.enter);
	await screen.shows('This sets the VMs back');
	screen.press(key.escape);
	await screen.shows('What should go?');
	screen.press(key.escape);
	await screen.shows('What should run?');
	expect(existsSync(file('a'))).toBe(true);
});
