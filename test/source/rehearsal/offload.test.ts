import {expect, test} from 'vitest';
import {rootOf, runScript} from '../../../source/rehearsal/script.js';
import {rehearsedLab} from './harness.js';

test('the profile offload goes from nothing to its last verification, which shows what breaks it', async () => {
	const lab = rehearsedLab({variables: {PROFILE: 'offload', NUM_VF: '4'}});
	const {state, trouble, ends} = await lab.run();
	expect(trouble).toBe(undefined);
	expect(state).toBe('done');
	// A verification is a probe: what it looks for is there.
	expect(ends.get('verification.flows@infra-2')).toBe('already done');

	// Whose DPU it is: without that, nobody renews the host's lease.
	const {rehearsal} = lab;
	const machine = rehearsal.world.nodes.get('infra-2')!;
	expect(await runScript('ovs-vsctl remove Open_vSwitch . external_ids host-k8s-nodename', {
		rehearsal, machine, user: rootOf(machine), signal: new AbortController().signal, onOutput: () => undefined,
	})).toBe(0);
	await rehearsal.clock.sleep(60_000);
	const broken = await lab.run({stages: ['verification']});
	expect(broken.ends.get('verification.leases')).toBe('failed');
}, 300_000);
