import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {key} from '../screen.js';
import {openWizard} from '../wizard.js';
import {stageHere} from './catalogue.js';

test('a step that prints 300,000 lines loses no key, breaks no frame, and leaves its log whole', async () => {
	const here = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-flood-'));
	onTestFinished(() => {
		rmSync(here, {recursive: true, force: true});
	});
	const printed = sh`seq -f ${'line %.0f 網路 👩‍💻 \u{1B}[31mred\u{1B}[2J'} 300000; touch ${`${here}/a`}`;
	const {screen, home} = openWizard({catalogue: [stageHere('one', here, [{id: 'a', does: printed}])]});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 1 step done');
	screen.press(key.enter, key.enter);
	await screen.shows(/line \d+/v);
	// 101 keys while it prints: an odd number of `?` leaves the help open.
	for (let press = 0; press < 101; press++) {
		screen.press('?');
	}

	await screen.shows('Keys of this screen');
	screen.press('?');
	await screen.shows('all done · 1 of 1 done', 30_000);
	await screen.shows('line 300000 網路');
	expect(screen.rows()[0]).toMatch(/^ dpu-wizard ▸ Run/v);
	expect(screen.rows().at(-1)).toContain('? keys');
	expect(screen.scrollback).toBe(0);
	const log = readdirSync(home, {recursive: true, encoding: 'utf8'}).find(file => file.endsWith(path.join('one.a', '1.log')));
	const lines = readFileSync(path.join(home, log!), 'utf8').split('\n').filter(line => line.startsWith('line '));
	expect(lines).toHaveLength(300_000);
}, 60_000);

test('two steps that print at once lose no key, and each its own lines to its own log', async () => {
	const here = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-flood-'));
	onTestFinished(() => {
		rmSync(here, {recursive: true, force: true});
	});
	const floods = (id: string) => sh`seq -f ${`${id} %.0f 網路 \u{1B}[31mred\u{1B}[2J`} 150000; touch ${`${here}/${id}`}`;
	const {screen, home} = openWizard({catalogue: [stageHere('one', here, [{id: 'a', does: floods('a'), at: remoteServer}, {id: 'b', does: floods('b')}])]});
	await screen.shows('Continue');
	screen.press(key.enter);
	await screen.shows('0 of 2 steps done');
	screen.press(key.enter, key.enter);
	await screen.shows(/^.?[ab] \d+ 網路/mv);
	for (let press = 0; press < 101; press++) {
		screen.press('?');
	}

	await screen.shows('Keys of this screen');
	screen.press('?');
	await screen.shows('all done · 2 of 2 done', 30_000);
	expect(screen.rows()[0]).toMatch(/^ dpu-wizard ▸ Run/v);
	expect(screen.rows().at(-1)).toContain('? keys');
	expect(screen.scrollback).toBe(0);
	const logs = readdirSync(home, {recursive: true, encoding: 'utf8'});
	for (const id of ['a', 'b']) {
		const log = readFileSync(path.join(home, logs.find(file => file.endsWith(path.join(`one.${id}`, '1.log')))!), 'utf8').split('\n');
		expect(log.filter(line => line.startsWith(`${id} `))).toHaveLength(150_000);
		expect(log.filter(line => line.startsWith(`${id === 'a' ? 'b' : 'a'} `))).toEqual([]);
	}
}, 60_000);
