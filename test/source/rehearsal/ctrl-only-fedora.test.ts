import {test} from 'vitest';
import {makeCoveringLab} from './journey.js';
import {tearDown} from './undone.js';

test('a lab with containerd comes from nothing to its verification, and is torn down to its last trace', async () => {
	const lab = await makeCoveringLab('ctrl-only with containerd');
	await tearDown(lab);
}, 600_000);
