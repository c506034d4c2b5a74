import {test} from 'vitest';
import {makeCoveringLab} from './journey.js';

test('a lab whose DPUs do the work comes from nothing to its verification in the family debian, and is done then', async () => {
	await makeCoveringLab('offload with debian guests on a debian server');
}, 600_000);
