import {test} from 'vitest';
import {makeCoveringLab} from './journey.js';
import {undoWholeLab} from './undone.js';

test('a lab with debian guests comes from nothing to its verification, and each of its steps is undone: in its VMs, and then with them', async () => {
	const lab = await makeCoveringLab('ctrl-only with debian guests');
	await undoWholeLab(lab);
}, 600_000);
