import {expect, test} from 'vitest';
import {rehearsedLab} from './harness.js';

test('the base VM is made from nothing', async () => {
	const lab = rehearsedLab();
	const {state, trouble} = await lab.run({stages: ['base-vm']});
	expect(trouble).toBe(undefined);
	expect(state).toBe('done');
}, 120_000);
