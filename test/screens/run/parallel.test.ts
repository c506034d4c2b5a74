import {
	existsSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {textOf} from '../../../screens/components/line.js';
import type {RunController} from '../../../screens/run/controller.js';
import {activeLines} from '../../../screens/run/progress-lines.js';
import {noProgress, progressed} from '../../../screens/run/state.js';
import type {Step} from '../../../source/plan/step.js';
import {sh} from '../../../source/shell/command.js';
import {onNode, remoteServer} from '../../../source/shell/place.js';
import {key} from '../screen.js';
import {openWizard} from '../wizard.js';
import {stageHere} from './catalogue.js';

function directory(): string {
	const made = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-side-by-side-'));
	onTestFinished(() => {
		rmSync(made, {recursive: true, force: true});
	});
	return made;
}

const untilGo = (here: string, id: string) => sh`echo ${`words of ${id}`}; until test -e ${`${here}/go ${id}`}; do sleep 0.05; done; touch ${`${here}/${id}`}`;

const two = (here: string) => stageHere('one', here, [{id: 'a', does: untilGo(here, 'a'), at: remoteServer}, {id: 'b', does: untilGo(here, 'b')}, {id: 'c', does: untilGo(here, 'c')}]);

test.each([[80, 24], [60, 15]])('what runs side by side is seen at %ix%i, and Tab turns to the output of the next', async (columns, rows) => {
	const here = directory();
	const {screen} = openWizard({columns, rows, catalogue: [two(here)]});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 3 steps done');
	screen.press(key.enter, key.enter);
	await screen.shows('running 2 steps · 0 of 3 done');
	await screen.shows('time left unknown');
	await screen.shows(/remote server +Title of a .*\n.*local host +Title of b/v);
	await screen.shows('─ output of one.a ─');
	await screen.shows(/^ words of a/mv);
	expect(screen.text()).toContain('Tab next that runs');
	screen.press(key.tab);
	await screen.shows('─ output of one.b ─');
	await screen.shows(/^ words of b/mv);
	screen.press(key.tab);
	await screen.shows('─ output of one.a ─');
	expect(screen.scrollback).toBe(0);
	for (const id of ['a', 'b', 'c']) {
		writeFileSync(path.join(here, `go ${id}`), '');
	}

	await screen.shows('all done · 3 of 3 done');
});

test('with one that fails the others go on; Ctrl-C leaves what is asked for later', async () => {
	const here = directory();
	const {screen} = openWizard({
		catalogue: [stageHere('one', here, [{id: 'a', does: sh`echo trouble; false`, at: remoteServer}, {id: 'b', does: untilGo(here, 'b')}, {id: 'c', does: untilGo(here, 'c')}])],
	});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 3 steps done');
	screen.press(key.enter, key.enter);
	await screen.shows('✗ one.a failed');
	await screen.shows('waiting for you, 1 running');
	screen.press(key.ctrlC);
	await screen.shows('What becomes of the one that runs?');
	screen.press('g');
	await screen.shows('✗ one.a failed');
	writeFileSync(path.join(here, 'a'), '');
	screen.press('m');
	await screen.hides('✗ one.a failed');
	writeFileSync(path.join(here, 'go b'), '');
	writeFileSync(path.join(here, 'go c'), '');
	await screen.shows('all done · 3 of 3 done');
	expect(existsSync(path.join(here, 'c'))).toBe(true);
});

test('of more steps than there is room for, the one that is looked at is seen and the others are counted', () => {
	const steps = Array.from({length: 8}, (_, index): Step => ({
		id: `s${index}`, kind: `s${index}`, stage: 'one', title: `Title ${index}`, why: '', node: `infra-${index}`, place: onNode(`infra-${index}`), needs: [], probe: sh`true`, commands: [], undo: [], optional: false,
	}));
	let progress = noProgress(steps.map(({id}) => id));
	const at = '2026-01-01T00:00:00.000Z';
	for (const {id} of steps) {
		progress = progressed(progress, {
			type: 'step.started', step: id, at, attempt: 1, log: '/log',
		});
		progress = progressed(progress, {
			type: 'step.state', step: id, at, state: 'running',
		});
	}

	const run = {
		progress, steps, criticalPath: () => [steps[6], steps[7]], options: {pastRuns: {usualDuration: (id: string) => id === 's6' ? 90_000 : undefined}},
	} as unknown as RunController;
	const lines = activeLines(run, steps[6], {now: Date.parse(at) + 5000, width: 58, height: 4}).map(line => textOf(line));
	expect(lines.map(line => line.trimEnd())).toEqual([
		'  ▶ infra-0       Title 0                              5 s',
		'❯ ▶ infra-6       Title 6                     5 s of ~1:30',
		'    and 6 more steps: Tab turns to the next',
		'  critical path: s6 › s7',
	]);
	expect(activeLines(run, steps[0], {now: Date.parse(at), width: 58, height: 9})).toHaveLength(9);
});
