import {test} from 'vitest';
import {makeCoveringLab} from './journey.js';

test('a lab whose OVN-Kubernetes is built comes from nothing to its verification, one step after another', async () => {
	await makeCoveringLab('full, built, one step after another');
}, 600_000);
