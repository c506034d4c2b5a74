import {expect, test} from 'vitest';
import {rootOf, runScript} from '../../../source/rehearsal/script.js';
import {offeredSteps, type RehearsedLab, rehearsedLab} from './harness.js';

// A pair of DPU and host, and the two controllers.
const arrays = {
	GATEWAY_LIST: ['gw-1'], INFRA_CTRL_LIST: ['infra-1'], INFRA_DPU_LIST: ['infra-2'], TENANT_CTRL_LIST: ['tenant-1'], TENANT_DPU_HOST_LIST: ['tenant-2'], TENANT_WORKER_LIST: [],
};

async function onDpu({rehearsal}: RehearsedLab, text: string): Promise<void> {
	const machine = rehearsal.world.nodes.get('infra-2')!;
	expect(await runScript(text, {
		rehearsal, machine, user: rootOf(machine), signal: new AbortController().signal, onOutput: () => undefined,
	})).toBe(0);
}

test('a DPU that does not know whose it is fails the verification, and is told by the next run', async () => {
	const lab = rehearsedLab({arrays, variables: {PROFILE: 'offload', NUM_VF: '3'}});
	const isVerifying = ({stage}: {readonly stage: string}) => stage === 'verification';
	const steps = offeredSteps(lab.session.plan);
	const set = await lab.runSteps(steps.filter(step => !isVerifying(step)), {parallel: 8});
	expect(set).toMatchObject({trouble: undefined, state: 'done'});

	// Nobody works for tenant-2 then: its lease runs out, no pod starts there.
	await onDpu(lab, 'ovs-vsctl remove Open_vSwitch . external_ids host-k8s-nodename');
	await lab.rehearsal.clock.sleep(60_000);
	const ofVerification = steps.filter(step => isVerifying(step));
	const refused = await lab.runSteps(ofVerification);
	expect(refused.trouble).toContain('needs dpu-plumbing.ovn-kubernetes, which is not done');
	// Each by itself, whatever it needs: with its own eyes it sees what is wrong.
	const kinds = ['verification.leases', 'verification.pods', 'verification.representor', 'verification.flows'];
	const alone = ofVerification.filter(({kind}) => kinds.includes(kind)).map(step => ({...step, needs: []}));
	const seen = await lab.runSteps(alone, {parallel: 1, onTrouble: async () => ({kind: 'skip'})});
	expect(seen.troubles.map(({step}) => step.kind)).toEqual(kinds);

	// A whole run finds the cause, and mends it.
	const mended = await lab.runSteps(steps, {parallel: 8});
	expect(mended).toMatchObject({trouble: undefined, state: 'done'});
	expect(mended.ends.get('dpu-plumbing.external-ids@infra-2')).toBe('done');
}, 300_000);
