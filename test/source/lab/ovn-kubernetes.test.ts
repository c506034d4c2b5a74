import {expect, test} from 'vitest';
import {defaultDefinition} from '../../../source/lab/defaults.js';
import {checkVariable, validateLab} from '../../../source/lab/validate.js';

const problem = (name: string, value: string, variables: Readonly<Record<string, string>> = {}) => checkVariable(name, value, {...defaultDefinition(), variables});

test.each([
	['GATEWAY_MODE', 'local', 'shared mode alone'],
	['HYBRID_OVERLAY', 'true', 'modes dpu and dpu-host'],
	['OVNK_IDENTITY', 'true', 'does not support ovnkube-identity'],
	['TENANT_NET_CIDR', 'fd00:10::/64', 'does not support IPv6 on a DPU'],
	['MGMT_VFS', '4', 'user-defined networks'],
])('%s=%s is refused in offload, at the field, with upstream\'s reason', (name, value, reason) => {
	expect(problem(name, value)?.reason).toContain(reason);
});

test('what OVN-Kubernetes does without DPUs is a choice there', () => {
	for (const PROFILE of ['full', 'ctrl-only']) {
		expect(validateLab({
			...defaultDefinition(), variables: {
				PROFILE, GATEWAY_MODE: 'local', HYBRID_OVERLAY: 'true', OVNK_IDENTITY: 'true', SEGMENTATION: 'true',
			},
		})).toEqual([]);
	}
});

test('user-defined networks take VFs: too few are refused', () => {
	expect(problem('SEGMENTATION', 'true', {NUM_VF: '4'})?.message).toBe('NUM_VF is 4; the profile offload needs at least 5.');
	expect(problem('SEGMENTATION', 'true', {NUM_VF: '5'})).toBeUndefined();
	expect(problem('MGMT_VFS', '6', {NUM_VF: '8', SEGMENTATION: 'true'})).toBeUndefined();
	expect(problem('MGMT_VFS', '7', {NUM_VF: '8', SEGMENTATION: 'true'})?.field).toBe('NUM_VF');
});
