import {test} from 'vitest';
import type {CoveringLabName} from './covering-labs.js';
import {makeCoveringLab} from './journey.js';
import {undoCoveringLab} from './undone.js';

const name = 'ctrl-only with debian guests' satisfies CoveringLabName;

test('a lab with debian guests comes from nothing to its verification, and each of its steps is undone', async () => {
	await undoCoveringLab(await makeCoveringLab(name), name);
}, 600_000);
