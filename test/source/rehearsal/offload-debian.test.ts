import {test} from 'vitest';
import type {CoveringLabName} from './covering-labs.js';
import {makeCoveringLab} from './journey.js';
import {undoCoveringLab} from './undone.js';

const name = 'offload with debian guests on a debian server' satisfies CoveringLabName;

test('a lab whose DPUs do the work comes from nothing to its verification in the family debian, and each of its steps is undone', async () => {
	await undoCoveringLab(await makeCoveringLab(name), name);
}, 600_000);
