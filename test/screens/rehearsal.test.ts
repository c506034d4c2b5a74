import {expect, test} from 'vitest';
import {openWizard} from './wizard.js';

test('without a server the wizard offers to rehearse, and leaves to begin it', async () => {
	let isBegun = false;
	const {screen, ended} = openWizard({
		lab: 'none', services: {
			rehearsal: {
				isOn: false,
				begin() {
					isBegun = true;
				},
			},
		},
	});
	await screen.shows('Rehearse: try all of it without a server');
	screen.press('2');
	expect(await ended).toBe(0);
	expect(isBegun).toBe(true);
});

test('every screen of a rehearsal says so', async () => {
	const {screen} = openWizard({services: {rehearsal: {isOn: true, begin: () => undefined}}});
	await screen.shows('REHEARSAL · lab demo');
	await screen.hides('Rehearse: try');
	screen.press('2');
	await screen.shows('▸ Nodes');
	await screen.shows('REHEARSAL · lab demo');
});
