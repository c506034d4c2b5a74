import {test} from 'vitest';
import {rehearsedLab} from './harness.js';
import {runToTheEnd} from './journey.js';

test('a lab goes from one profile to the next in the VMs that it has', async () => {
	const first = rehearsedLab({variables: {PROFILE: 'ctrl-only', NUM_VF: '3'}});
	await runToTheEnd(first);
	for (const PROFILE of ['offload', 'full']) {
		const next = rehearsedLab({id: first.session.plan.lab.id, variables: {PROFILE, NUM_VF: '3'}}, {inside: first});
		await runToTheEnd(next);
	}
}, 600_000);
