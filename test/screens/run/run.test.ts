import {
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {sh} from '../../../source/shell/command.js';
import {key} from '../screen.js';
import {openWizard} from '../wizard.js';
import {makes, stageHere} from './catalogue.js';

function directory(): string {
	const made = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-run-'));
	onTestFinished(() => {
		rmSync(made, {recursive: true, force: true});
	});
	return made;
}

test('three times Enter lead from home to a run, and what it did stays behind as plain lines', async () => {
	const here = directory();
	const {screen, ended} = openWizard({catalogue: [stageHere('one', here, [{id: 'a', does: makes(here, 'a')}, {id: 'b', does: makes(here, 'b')}])]});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 2 steps done');
	screen.press(key.enter, key.enter);
	await screen.shows('all done · 2 of 2 done');
	await screen.shows('making b');
	expect(existsSync(path.join(here, 'b'))).toBe(true);
	screen.press(key.enter);
	await screen.shows('Where it stands');
	screen.press('q');
	await expect(ended).resolves.toBe(0);
	await screen.shows('✓ done         one.a');
	await screen.shows('run done');
	expect(screen.isAlternate).toBe(false);
});

test('asked before each step, a step can be run, skipped, and the run stopped', async () => {
	const here = directory();
	const {screen} = openWizard({catalogue: [stageHere('one', here, ['a', 'b', 'c'].map(id => ({id, does: makes(here, id)})))]});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 3 steps done');
	screen.press(key.enter, key.down, key.down, key.enter);
	await screen.shows('Run one.a?');
	screen.press('r');
	await screen.shows('Run one.b?');
	screen.press('s');
	await screen.shows('Run one.c?');
	screen.press('x');
	await screen.shows(/stopped · 1 of 3 done/v);
	expect(['a', 'b', 'c'].map(id => existsSync(path.join(here, id)))).toEqual([true, false, false]);
});

test('after a failure the command is edited for this run, and the step tried again', async () => {
	const here = directory();
	const {screen} = openWizard({catalogue: [stageHere('one', here, [{id: 'a', does: sh`echo trouble >&2; false`}])]});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 1 step done');
	screen.press(key.enter, key.enter);
	await screen.shows('✗ one.a failed');
	await screen.shows('trouble');
	// The proof does not hold, so marking it as done does not end it.
	screen.press('m');
	await screen.shows('≠ one.a unproven');
	screen.press('e');
	await screen.shows('These commands run this once');
	screen.press(key.enter, key.ctrlU, `touch ${here}/a`, key.enter, 'r');
	await screen.shows('all done · 1 of 1 done');
	expect(existsSync(path.join(here, 'a'))).toBe(true);
});

test('several lines are edited in the person\'s editor, which gets the whole terminal', async () => {
	const here = directory();
	const editor = path.join(here, 'editor');
	writeFileSync(editor, `#!/bin/sh\ncp "$1" ${here}/before\nprintf 'touch %s\\n' ${here}/a >"$1"\n`, {mode: 0o755});
	const {screen} = openWizard({
		environment: {VISUAL: editor}, catalogue: [stageHere('one', here, [{
			id: 'a', does: sh`
			false
			true; exit 3
		`,
		}])],
	});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 1 step done');
	screen.press(key.enter, key.enter);
	await screen.shows('one.a failed');
	screen.press('e', key.enter);
	await screen.shows('It has several lines');
	screen.press('o');
	await screen.shows(`touch ${here}/a`);
	expect(readFileSync(path.join(here, 'before'), 'utf8')).toContain('exit 3');
	screen.press('r');
	await screen.shows('all done');
});

test('Ctrl-C starts no new step and asks; what runs goes on to its end', async () => {
	const here = directory();
	const {screen} = openWizard({
		catalogue: [stageHere('one', here, [
			{id: 'a', does: sh`echo waiting; until test -e ${`${here}/go`}; do sleep 0.05; done; touch ${`${here}/a`}`},
			{id: 'b', does: makes(here, 'b')},
		])],
	});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 2 steps done');
	screen.press(key.enter, key.enter);
	await screen.shows(/^ waiting/mv);
	screen.press(key.ctrlC);
	await screen.shows('What becomes of the one that runs?');
	screen.press(key.ctrlC);
	await screen.shows('Say what becomes of what runs');
	screen.press('w');
	writeFileSync(path.join(here, 'go'), '');
	await screen.shows(/stopped · 1 of 2 done/v);
	expect(existsSync(path.join(here, 'b'))).toBe(false);
	screen.press('c');
	await screen.shows('all done · 2 of 2 done');
});

test('cancelling ends what runs, at its place', async () => {
	const here = directory();
	const {screen} = openWizard({catalogue: [stageHere('one', here, [{id: 'a', does: sh`echo waiting; sleep 60; touch ${`${here}/a`}`}])]});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 1 step done');
	screen.press(key.enter, key.enter);
	await screen.shows(/^ waiting/mv);
	screen.press(key.ctrlC);
	await screen.shows('What becomes of the one that runs?');
	screen.press('c');
	await screen.shows('It was cancelled.');
	expect(existsSync(path.join(here, 'a'))).toBe(false);
});
