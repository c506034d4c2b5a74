import {test} from 'vitest';
import type {CoveringLabName} from './covering-labs.js';
import {makeCoveringLab} from './journey.js';
import {undoCoveringLab} from './undone.js';

const name = 'full with debian guests, where each step lies once' satisfies CoveringLabName;

test('a lab in which each step only says that it did its work is found out at each, and done when each is tried again', async () => {
	await undoCoveringLab(await makeCoveringLab(name), name);
}, 600_000);
