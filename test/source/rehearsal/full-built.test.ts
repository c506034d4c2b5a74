import {test} from 'vitest';
import type {CoveringLabName} from './covering-labs.js';
import {makeCoveringLab} from './journey.js';
import {undoCoveringLab} from './undone.js';

const name = 'full, built, one step after another' satisfies CoveringLabName;

test('a lab whose OVN-Kubernetes is built comes from nothing to its verification, one step after another, and goes back to nothing', async () => {
	await undoCoveringLab(await makeCoveringLab(name), name);
}, 600_000);
