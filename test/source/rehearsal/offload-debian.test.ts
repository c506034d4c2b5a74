import {test} from 'vitest';
import {makeCoveringLab} from './journey.js';
import {undoWholeLab} from './undone.js';

test('a lab whose DPUs do the work comes from nothing to its verification in the family debian, and is done then', async () => {
	const lab = await makeCoveringLab('offload with debian guests on a debian server');
	await undoWholeLab(lab);
}, 600_000);
