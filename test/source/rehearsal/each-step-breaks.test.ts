import {test} from 'vitest';
import {rehearsedLab} from './harness.js';
import {runToTheEnd} from './journey.js';

const arrays = {
	GATEWAY_LIST: ['gw-1'], INFRA_CTRL_LIST: ['infra-1'], INFRA_DPU_LIST: ['infra-2'], TENANT_CTRL_LIST: ['tenant-1'], TENANT_DPU_HOST_LIST: ['tenant-2'], TENANT_WORKER_LIST: [],
};

test('a lab whose connection breaks in the middle of each step comes to its end with nobody\'s help', async () => {
	const lab = rehearsedLab({arrays, variables: {PROFILE: 'ctrl-only', NUM_VF: '3'}}, {faultEverywhere: 'drop'});
	await runToTheEnd(lab, {parallel: 8}, 'drop');
}, 600_000);
