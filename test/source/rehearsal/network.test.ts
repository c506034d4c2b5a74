import {expect, onTestFinished, test} from 'vitest';
import {startDomain, stopDomain} from '../../../source/rehearsal/libvirt/run-domain.js';
import {rootOf, runScript} from '../../../source/rehearsal/script.js';
import {machineNamed} from '../../../source/rehearsal/world.js';
import {type Ran, type RehearsedLab, rehearsedLab} from './harness.js';

// What the rehearsal's internet gives for Debian's image; the lab pins no sum of its own for it.
const imageOfDebian = '7464369abec581fd3ce642eadd9cf79cc3d7fba07f6168aa01c02242a7bb6b7b';

async function on(lab: RehearsedLab, name: string, text: string): Promise<{readonly status: number; readonly output: string}> {
	const machine = machineNamed(lab.rehearsal.world, name)!;
	let output = '';
	const stop = new AbortController();
	onTestFinished(() => {
		stop.abort();
	});
	const status = await runScript(text, {
		rehearsal: lab.rehearsal,
		machine,
		user: rootOf(machine),
		signal: stop.signal,
		onOutput(_stream, bytes) {
			output += new TextDecoder().decode(bytes);
		},
	});
	return {status, output: output.trim()};
}

async function reboot(lab: RehearsedLab, name: string): Promise<void> {
	const domain = lab.rehearsal.world.libvirt.domains.get(name)!;
	stopDomain(domain, lab.rehearsal);
	startDomain(domain, lab.rehearsal);
	await lab.settled();
}

// A pair of DPU and host, and the two controllers: what every path of the stage needs.
const arrays = {
	GATEWAY_LIST: ['gw-1'], INFRA_CTRL_LIST: ['infra-1'], INFRA_DPU_LIST: ['infra-2'], TENANT_CTRL_LIST: ['tenant-1'], TENANT_DPU_HOST_LIST: ['tenant-2'], TENANT_WORKER_LIST: [],
};

const onlyNetworking = {stages: ['cni-networking']};
const ended = ({ends}: Ran) => [...new Set(ends.values())];

// The other choices differ in what is a part of these: a whole run of each has its own test.
test.each([['fedora', 'offload'], ['debian', 'full']] as const)('the nodes of %s get their networks (%s), keep them over a reboot, and lose them with VF 0', async (family, profile) => {
	const lab = rehearsedLab({
		arrays, variables: {
			GUEST_FAMILY: family, PROFILE: profile, NUM_VF: '3', KUBERNETES_IN: 'nodes', ...(family === 'debian' && {IMAGE_SHA256: imageOfDebian}),
		},
	});
	for (const selection of [{stages: ['base-vm', 'gateway', 'kubernetes']}, {only: ['cni.image']}, {stages: ['remaining-vms', 'cni-networking']}]) {
		expect(await lab.run(selection)).toMatchObject({trouble: undefined, state: 'done'});
	}

	const plumbing = {only: ['launch.br-int', ...(profile === 'offload' ? ['dpu-plumbing.external-ids', 'dpu-plumbing.representors'] : [])]};
	expect(await lab.run(plumbing)).toMatchObject({trouble: undefined, state: 'done'});

	expect(ended(await lab.run(onlyNetworking))).toEqual(['already done']);
	await reboot(lab, 'infra-2');
	await reboot(lab, 'tenant-2');
	expect(await lab.run({stages: ['remaining-vms']})).toMatchObject({trouble: undefined});
	expect(ended(await lab.run(onlyNetworking))).toEqual(['already done']);
	expect(ended(await lab.run(plumbing))).toEqual(['already done']);

	const vf = profile === 'offload' ? 'rep0-0' : 'enp2s0f1';
	const counted = async () => {
		const {output} = await on(lab, 'infra-2', `ovs-ofctl dump-ports br-tenant ${vf}`);
		return Number(/rx pkts=(?<packets>\d+)/v.exec(output)?.groups?.packets);
	};

	const gateway = 'ping -c1 -W1 192.168.100.254';
	const before = await counted();
	expect(await on(lab, 'tenant-2', gateway)).toMatchObject({status: 0});
	expect(await counted()).toBeGreaterThan(before);
	expect(await on(lab, 'infra-2', `ovs-vsctl del-port br-tenant ${vf}`)).toMatchObject({status: 0});
	expect(await on(lab, 'tenant-2', gateway)).toMatchObject({status: 1});
	const standing = await lab.probe();
	expect(standing.get('cni-networking.dpu@infra-2')).toBe('not done');
	expect(standing.get(profile === 'offload' ? 'cni-networking.host@tenant-2' : 'cni-networking.reach@tenant-2')).toBe('not done');
	expect(standing.get('cni-networking.reach@tenant-1')).toBe('done');

	expect(await on(lab, 'infra-2', `ovs-vsctl add-port br-tenant ${vf}`)).toMatchObject({status: 0});
	expect(await on(lab, 'tenant-2', gateway)).toMatchObject({status: 0});
}, 240_000);
