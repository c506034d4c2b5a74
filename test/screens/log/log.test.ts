import {
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
	expect,
	onTestFinished,
	test,
	vi,
} from 'vitest';
import {key} from '../screen.js';
import {makes, stageHere} from '../run/catalogue.js';
import {openWizard} from '../wizard.js';

test('a step\'s whole output is read in the person\'s pager, which gets the terminal and gives it back', async () => {
	const here = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-log-'));
	onTestFinished(() => {
		rmSync(here, {recursive: true, force: true});
	});
	const pager = path.join(here, 'pager');
	writeFileSync(pager, `#!/bin/sh\ncp "$1" ${here}/read\n`, {mode: 0o755});
	const {screen} = openWizard({environment: {PAGER: pager}, catalogue: [stageHere('one', here, [{id: 'a', does: makes(here, 'a')}])]});
	await screen.shows('Continue');
	screen.press('6');
	await screen.shows('No step of this lab has run');
	screen.press(key.enter);
	await screen.shows('No step of this lab has run from this machine yet.');
	screen.press(key.escape, '1');
	await screen.shows('0 of 1 step done');
	screen.press(key.enter, key.enter);
	await screen.shows('all done');
	screen.press('q', '6');
	await screen.shows('Title of a');
	screen.press(key.enter);
	await vi.waitFor(() => {
		expect(existsSync(path.join(here, 'read'))).toBe(true);
	}, {timeout: 5000});
	expect(readFileSync(path.join(here, 'read'), 'utf8')).toContain('making a');
	await screen.shows('▸ Log');
	expect(screen.stdin.isRaw).toBe(true);
});
