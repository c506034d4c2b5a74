import {test} from 'vitest';
import {makeCoveringLab} from './journey.js';

test('a lab in which each step fails at its first attempt is done when each is tried again', async () => {
	await makeCoveringLab('offload, segmented, where each step fails once');
}, 600_000);
