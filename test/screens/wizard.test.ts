import {expect, test} from 'vitest';
import {key} from './screen.js';
import {openWizard} from './wizard.js';

test('a newcomer makes a lab and is asked for its server', async () => {
	const {screen, store} = openWizard({lab: 'none'});
	await screen.shows('There is no lab yet');
	screen.press('1');
	await screen.shows('Name default');
	screen.press(key.enter);
	await screen.shows('▸ Connection');
	screen.press('-oProxyCommand=reboot');
	await screen.shows('ssh would read it as an option');
	screen.press(key.enter);
	await screen.shows('starts with a dash');
	expect(store.current()?.server).toBeUndefined();
	screen.press(key.ctrlU, 'this-host', key.enter);
	await screen.shows('✓ this-host was reached');
	expect(store.current()).toMatchObject({name: 'default', server: 'this-host'});
});

test('keys in one chunk each do their part', async () => {
	const {screen, store} = openWizard();
	await screen.shows('Continue');
	// Home, to the nodes, down to the DPUs, a new one with its host, save.
	screen.press(key.down, key.enter, 'jjjj', 'a', key.enter, 'y', 'q');
	await screen.shows('Saved.');
	expect(store.current()?.arrays).toMatchObject({INFRA_DPU_LIST: ['infra-2', 'infra-3', 'infra-5'], TENANT_DPU_HOST_LIST: ['tenant-2', 'tenant-3', 'tenant-5']});
});

test.each(['infra-02', '$(reboot)', '-rf', 'infra-4;id', '\'"`', 'infra-254'])('the name %j is refused at the field with the reason shown', async name => {
	const {screen, store} = openWizard();
	await screen.shows('Continue');
	screen.press('2', 'jjjj', 'a', key.ctrlU, name);
	await screen.shows('Why: ');
	await screen.shows('✗ ');
	screen.press(key.enter);
	await screen.shows('Esc leave it as it was');
	await screen.shows(name === 'infra-254' ? 'a number past 253' : 'can\'t stand in INFRA_DPU_LIST');
	expect(store.current()?.arrays.INFRA_DPU_LIST).toEqual(['infra-2', 'infra-3']);
});

test('several names are pasted at once', async () => {
	const {screen} = openWizard();
	await screen.shows('Continue');
	screen.press('2', 'G', key.paste('tenant-7 tenant-8\ntenant-09\n'));
	await screen.shows('refused 1');
	await screen.shows('leading zeros');
	await screen.shows(/worker tenant-8/v);
});

test('a variable is refused at the field, and a choice is turned', async () => {
	const {screen, store} = openWizard();
	await screen.shows('Continue');
	screen.press('3', 'jj', key.right, key.escape);
	await screen.shows('Saved.');
	expect(store.current()?.variables).toMatchObject({RUNTIME: 'containerd'});
	screen.press('3', 'G', 'g', key.pageDown, key.pageDown);
	await screen.shows('ISO_URL');
});

test('? shows the keys, and a key that does nothing says why', async () => {
	const {screen} = openWizard();
	await screen.shows('Continue');
	screen.press('2');
	await screen.shows('Gateway 1');
	screen.press('u');
	await screen.shows('Nothing has been changed.');
	screen.press('Z');
	await screen.shows('"Z" does nothing here');
	screen.press('?');
	await screen.shows('Keys of this screen');
	await screen.shows('move it up');
	screen.press('x');
	await screen.hides('Keys of this screen');
});

test('a lab is removed only by its name', async () => {
	const {screen, store} = openWizard();
	await screen.shows('Continue');
	screen.press('8', 'dem', key.enter);
	await screen.shows('Not the lab\'s name');
	expect(store.labs()).toHaveLength(1);
	screen.press('o', key.enter);
	await screen.shows('Removed the lab demo');
	expect(store.labs()).toHaveLength(0);
});

test('no frame is taller than the window, whatever its size, and a small one says so', async () => {
	const {screen} = openWizard();
	await screen.shows('Continue');
	for (const [columns, rows] of [[80, 24], [60, 15], [200, 60], [79, 20]] as const) {
		screen.resize(columns, rows);
		for (const [choice, title] of [['2', 'Nodes'], ['3', 'Variables and choices'], ['4', 'Connection'], ['5', 'Checklist']] as const) {
			screen.press(choice);
			await screen.shows(new RegExp(`^ dpu-wizard ▸ ${title}`, 'v'));
			// The last row holds the keys: nothing has been pushed out above or below.
			expect(screen.rows().at(-1)).toMatch(/Esc|Ctrl/v);
			expect(screen.scrollback).toBe(0);
			screen.press(key.escape);
			await screen.shows(/^ dpu-wizard ▸ Home/v);
		}
	}

	screen.resize(50, 10);
	await screen.shows('make it at least');
	screen.resize(80, 24);
	await screen.shows('▸ Home');
	await screen.hides('make it at least');
});

test('the terminal is given back: main screen, line wrap, no raw mode', async () => {
	const {screen, ended} = openWizard();
	await screen.shows('Continue');
	expect(screen.isAlternate).toBe(true);
	expect(screen.written).toContain('\u{1B}[?7l');
	screen.press(key.ctrlC);
	await screen.shows('Press Ctrl-C again to leave.');
	screen.press('j', key.ctrlC);
	await screen.shows('Press Ctrl-C again to leave.');
	screen.press(key.ctrlC);
	await expect(ended).resolves.toBe(130);
	expect(screen.stdin.isRaw).toBe(false);
	expect(screen.written.lastIndexOf('\u{1B}[?7h')).toBeGreaterThan(screen.written.lastIndexOf('\u{1B}[?7l'));
	expect(screen.written.lastIndexOf('\u{1B}[?1049l')).toBeGreaterThan(screen.written.lastIndexOf('\u{1B}[?1049h'));
});

test('what a screen throws while it draws leaves the screen and says where the report is', async () => {
	const {screen, ended} = openWizard({
		services: {
			shelf: {
				labs() {
					throw new Error('a bug in a view');
				},
				current: () => undefined,
				save: () => undefined,
				use: () => undefined,
				remove: () => undefined,
				notices: () => [],
			},
		},
	});
	await expect(ended).resolves.toBe(1);
	await screen.shows('a bug in a view');
	await screen.shows('report');
});
