import {expect, test} from 'vitest';
import {rehearsedLab} from './harness.js';

test.each([
	['fedora', 'fedora'],
	['debian', 'debian'],
] as const)('the base VM and the gateway of the family %s are made from nothing on a server of the family %s, and are done then', async (family, serverFamily) => {
	const lab = rehearsedLab({variables: family === 'debian' ? {GUEST_FAMILY: family, IMAGE_SHA256: 'none'} : {}}, {serverFamily});
	const stages = ['base-vm', 'gateway'];
	const first = await lab.run({stages});
	expect(first.trouble).toBe(undefined);
	expect(first.state).toBe('done');
	const second = await lab.run({stages});
	expect(new Set(second.ends.values())).toEqual(new Set(['already done']));
}, 120_000);

test('an image that is not the one of the sum is thrown away', async () => {
	const lab = rehearsedLab({variables: {IMAGE_SHA256: 'a'.repeat(64)}});
	const {trouble} = await lab.run({to: 'base-vm.image'});
	expect(trouble).toContain('it is thrown away');
}, 60_000);
