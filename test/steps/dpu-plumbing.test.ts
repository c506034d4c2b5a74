import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {dpuValues, hostValues} from '../../steps/launch/values.js';
import {labWith} from './labs.js';
import {idsOf, stepOf, textOf} from './plans.js';

const lab = labWith({NUM_VF: '4'});

it('is there in offload alone', () => {
	const steps = (PROFILE: string): readonly string[] => idsOf(labWith({PROFILE})).filter(id => id.startsWith('dpu-plumbing.'));
	expect(steps('offload')).toHaveLength(10);
	expect(steps('full')).toEqual([]);
	expect(steps('ctrl-only')).toEqual([]);
});

it('tells a DPU whose it is, its tunnel address and the host\'s gateway, and claims no hardware', () => {
	const text = textOf(stepOf(lab, 'dpu-plumbing.external-ids@infra-3'));
	for (const id of ['ovn-encap-ip="192.168.100.103"', 'host-k8s-nodename="tenant-3"', 'hostname="infra-3"', 'ovn-gw-interface="br-tenant"', 'ovn-gw-nexthop="192.168.100.254"', 'ovn-encap-type="geneve"']) {
		expect(text).toContain(`external_ids:${id}`);
	}

	expect(text).not.toMatch(/hw-offload|router-subnet/v);
});

it('finds the external ids in what Open vSwitch prints, and misses one that is only the beginning of another', () => {
	const {probe} = stepOf(lab, 'dpu-plumbing.external-ids@infra-2');
	const printed = (encapIp: string): string => `{host-k8s-nodename=tenant-2, hostname=infra-2, ovn-encap-ip="${encapIp}", ovn-encap-type=geneve, ovn-gw-interface=br-tenant, ovn-gw-nexthop="192.168.100.254", system-id="5a-6b"}`;
	const succeeds = (encapIp: string): boolean => {
		const script = `sudo() { printf '%s\\n' '${printed(encapIp)}'; }\n${probe.text}`;
		return spawnSync('bash', ['-c', script]).status === 0;
	};

	expect(succeeds('192.168.100.102')).toBe(true);
	expect(succeeds('192.168.100.1021')).toBe(false);
	expect(succeeds('192.168.100.1')).toBe(false);
});

it('offers every VF but the host\'s uplink and its management port', () => {
	expect(stepOf(lab, 'dpu-plumbing.device-plugin').probe.text).toMatch(/= '2\n2'$/v);
	expect(textOf(stepOf(lab, 'dpu-plumbing.device-plugin'))).toContain('nodeSelector: {k8s.ovn.org/dpu-host: ""}');
});

it('uses VF 0 as the host\'s gateway and VF 1 as its management port', () => {
	expect(hostValues(lab, lab.tenant)).toContain('nodeMgmtPortNetdev: "eth0-1"\n  gatewayOpts: "--gateway-interface=eth0-0"');
	expect(dpuValues(lab)).toContain('dpuHostGatewayRepresentorInterface: "rep0-0"');
	expect(dpuValues(lab)).toContain('--gateway-interface=br-tenant --gateway-nexthop=192.168.100.254');
});

it('sets the tag of the DPU hosts\' chart to true in so many words, and identity off', () => {
	expect(hostValues(lab, lab.tenant)).toContain('  ovnkube-node-dpu-host: true');
	expect(hostValues(lab, lab.tenant)).toContain('  enableOvnKubeIdentity: false');
	expect(hostValues(labWith({PROFILE: 'full'}), lab.tenant)).not.toContain('dpu-host');
});

it('D72: the tenant\'s token goes from controller to controller in a pipe, and into no file', () => {
	const {commands} = stepOf(lab, 'dpu-plumbing.ovn-kubernetes');
	const pipe = commands.find(({place}) => place?.kind === 'remote');
	expect(pipe?.text).toMatch(/get secret ovnkube-node-sa-for-dpu .* \| ssh .* -f -/v);
	expect(dpuValues(lab)).not.toMatch(/K8sToken|CACertData/v);
	expect(commands.filter(({text}) => text.includes('base64decode'))).toEqual([pipe]);
});

it('brings the tenant\'s release before the DPUs\', which need its token', () => {
	const {needs} = stepOf(lab, 'dpu-plumbing.ovn-kubernetes');
	expect(needs).toContain('dpu-plumbing.access-secret');
	expect(stepOf(lab, 'dpu-plumbing.access-secret').needs).toContain('launch.ovn-kubernetes@tenant-1');
});

it('installs the pinned Multus from the gateway', () => {
	const text = textOf(stepOf(lab, 'dpu-plumbing.multus'));
	expect(textOf(stepOf(lab, 'cni.fetch-multus'))).toContain('multus-cni/v4.2.4/deployments/');
	expect(text).toContain('192.168.100.254:5000/multus-cni:v4.2.4-thick');
	expect(text).not.toContain('/master/');
});
