import {test} from 'vitest';
import {makeCoveringLab} from './journey.js';

test('a lab in which each step only says that it did its work is found out at each, and done when each is tried again', async () => {
	await makeCoveringLab('full with debian guests, where each step lies once');
}, 600_000);
