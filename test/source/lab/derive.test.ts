import {describe, expect, test} from 'vitest';
import {defaultArrays, defaultDefinition} from '../../../source/lab/defaults.js';
import type {LabDefinition} from '../../../source/lab/definition.js';
import {deriveLab} from '../../../source/lab/derive.js';
import type {Lab, Node} from '../../../source/lab/lab.js';

const labOf = (variables: LabDefinition['variables'] = {}, arrays: Partial<LabDefinition['arrays']> = {}) => deriveLab({...defaultDefinition(), arrays: {...defaultArrays, ...arrays}, variables});

function nodeOf(lab: Lab, name: string): Node {
	const node = lab.nodes.find(each => each.name === name);
	if (node === undefined) {
		throw new Error(`no node ${name}`);
	}

	return node;
}

const bigger = {
	INFRA_DPU_LIST: ['infra-2', 'infra-10', 'infra-31'],
	TENANT_DPU_HOST_LIST: ['tenant-31', 'tenant-2', 'tenant-10'],
};

const macsOf = (lab: Lab) => lab.nodes.flatMap(node => [...node.networkInterfaces, ...node.virtualFunctions].map(({mac}) => mac));

describe('the documents\' own lab', () => {
	const lab = labOf();

	test('has the eight nodes in the order of the arrays, each with its role and cluster', () => {
		expect(lab.nodes.map(({name, role, cluster}) => [name, role, cluster])).toEqual([
			['gw-1', 'gateway', undefined],
			['infra-1', 'infra-controller', 'infra'],
			['infra-2', 'dpu', 'infra'],
			['infra-3', 'dpu', 'infra'],
			['tenant-1', 'tenant-controller', 'tenant'],
			['tenant-2', 'dpu-host', 'tenant'],
			['tenant-3', 'dpu-host', 'tenant'],
			['tenant-4', 'tenant-worker', 'tenant'],
		]);
	});

	test('has the addresses of the documents, the DPUs\' on the tenant network and the reserved ones', () => {
		expect(lab.nodes.map(({name, dataIp, tenantIp, managementIp}) => [name, dataIp, tenantIp, managementIp])).toEqual([
			['gw-1', undefined, undefined, '192.168.122.10'],
			['infra-1', '192.168.200.1', undefined, '192.168.122.21'],
			['infra-2', '192.168.200.2', '192.168.100.102', '192.168.122.22'],
			['infra-3', '192.168.200.3', '192.168.100.103', '192.168.122.23'],
			['tenant-1', '192.168.100.1', undefined, '192.168.122.121'],
			['tenant-2', '192.168.100.2', undefined, '192.168.122.122'],
			['tenant-3', '192.168.100.3', undefined, '192.168.122.123'],
			['tenant-4', '192.168.100.4', undefined, '192.168.122.124'],
		]);
		expect([lab.infra.gatewayIp, lab.tenant.gatewayIp, lab.infra.subnet, lab.tenant.subnet]).toEqual(['192.168.200.254', '192.168.100.254', '192.168.200.0/24', '192.168.100.0/24']);
	});

	test('puts the NICs on buses 1, 7 and 8; a DPU host has none on the tenant network', () => {
		const nics = (name: string) => nodeOf(lab, name).networkInterfaces.map(({network, device, pci}) => [network, device, pci.bus]);
		expect(nics('gw-1')).toEqual([['default', 'enp1s0', 1], ['infra', 'enp7s0', 7], ['tenant', 'enp8s0', 8]]);
		expect(nics('infra-1')).toEqual([['default', 'enp1s0', 1], ['infra', 'enp7s0', 7]]);
		expect(nics('infra-2')).toEqual([['default', 'enp1s0', 1], ['infra', 'enp7s0', 7], ['tenant', 'enp8s0', 8]]);
		expect(nics('tenant-1')).toEqual([['default', 'enp1s0', 1], ['tenant', 'enp7s0', 7]]);
		expect(nics('tenant-2')).toEqual([['default', 'enp1s0', 1]]);
		expect(nics('tenant-4')).toEqual([['default', 'enp1s0', 1], ['tenant', 'enp7s0', 7]]);
	});

	test('gives the VFs the MACs that OVN-Kubernetes computes for a simulated DPU', () => {
		const mac = (name: string, index: number) => nodeOf(lab, name).virtualFunctions[index]?.mac;
		expect(mac('tenant-2', 0)).toBe('52:54:00:98:93:00');
		expect(mac('infra-2', 0)).toBe('52:54:00:32:16:00');
		expect(mac('tenant-3', 0)).toBe('52:54:00:d7:61:00');
		expect(mac('infra-3', 19)).toBe('52:54:00:d1:3c:13');
	});

	test('ties both ends of a pair to one bridge, under the names of the DPU and of its host', () => {
		expect(nodeOf(lab, 'infra-2').peer).toBe('tenant-2');
		expect(nodeOf(lab, 'tenant-3').peer).toBe('infra-3');
		expect(nodeOf(lab, 'infra-3').virtualFunctions[7]).toMatchObject({
			index: 7, bridge: 'br3-vf7', tap: 'tap3-vf7-i', device: 'rep0-7', pciDevice: 'enp3s0f1',
		});
		expect(nodeOf(lab, 'tenant-3').virtualFunctions[7]).toMatchObject({
			index: 7, bridge: 'br3-vf7', tap: 'tap3-vf7-t', device: 'eth0-7', pciDevice: 'enp3s0f1',
		});
		expect(nodeOf(lab, 'tenant-4').virtualFunctions).toEqual([]);
	});

	test('lays the disks over the image of their role, all in the lab\'s own directory', () => {
		expect(lab.poolDir).toBe('/var/lib/libvirt/images/dpu-wizard/default-00000000');
		expect(lab.nodes.map(({name, backing}) => [name, backing.slice(lab.poolDir.length + 1)])).toEqual([
			['gw-1', 'golden.qcow2'],
			['infra-1', 'kubernetes.qcow2'],
			['infra-2', 'ovs.qcow2'],
			['infra-3', 'ovs.qcow2'],
			['tenant-1', 'ovs.qcow2'],
			['tenant-2', 'kubernetes.qcow2'],
			['tenant-3', 'kubernetes.qcow2'],
			['tenant-4', 'ovs.qcow2'],
		]);
		expect(nodeOf(lab, 'infra-2')).toMatchObject({disk: `${lab.poolDir}/infra-2.qcow2`, seed: `${lab.poolDir}/infra-2-seed.iso`});
	});

	test('has D20\'s overlapping addresses split by cluster', () => {
		expect([lab.infra.podCidr, lab.infra.serviceCidr, lab.tenant.podCidr, lab.tenant.serviceCidr]).toEqual(['10.246.0.0/16', '10.247.0.0/16', '10.244.0.0/16', '10.245.0.0/16']);
	});

	test('is derived the same again, and another lab of that name gets other UUIDs', () => {
		expect(labOf()).toEqual(lab);
		const other = deriveLab({...defaultDefinition(), id: 'default-00000001'});
		const uuids = [lab, other].flatMap(each => [...each.nodes.map(({uuid}) => uuid), each.infra.networkUuid, each.tenant.networkUuid]);
		expect(new Set(uuids).size).toBe(20);
		for (const uuid of uuids) {
			expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
		}
	});
});

describe('the profiles', () => {
	test.each([
		['ctrl-only', {
			'infra-1': 'br-ex', 'infra-2': 'enp7s0', 'tenant-1': 'br-ex', 'tenant-2': 'enp2s0f1', 'tenant-4': 'enp7s0',
		}, ['infra-1', 'tenant-1']],
		['full', {
			'infra-1': 'br-ex', 'infra-2': 'br-ex', 'tenant-1': 'br-ex', 'tenant-2': 'br-ex', 'tenant-4': 'br-ex',
		}, ['infra-1', 'infra-2', 'infra-3', 'tenant-1', 'tenant-2', 'tenant-3', 'tenant-4']],
		['offload', {
			'infra-1': 'enp7s0', 'infra-2': 'enp7s0', 'tenant-1': 'br-ex', 'tenant-2': 'eth0-0', 'tenant-4': 'br-ex',
		}, ['infra-2', 'infra-3', 'tenant-1', 'tenant-4']],
	])('%s: the data address stands where the profile has it, and Open vSwitch where it needs it', (profile, devices, withOvs) => {
		const lab = labOf({PROFILE: profile});
		for (const [name, device] of Object.entries(devices)) {
			expect([name, nodeOf(lab, name).dataDevice]).toEqual([name, device]);
		}

		expect(lab.nodes.filter(({hasOvs}) => hasOvs).map(({name}) => name)).toEqual(withOvs);
	});

	test('only offload renames the VFs in the guest', () => {
		expect(nodeOf(labOf({PROFILE: 'full'}), 'tenant-2').virtualFunctions[0]?.device).toBe('enp2s0f1');
		expect(labOf({PROFILE: 'full'}).variables.TAP_0).toBe('enp2s0f1');
		expect(labOf().variables.TAP_0).toBe('eth0-0');
	});
});

describe('PCI addresses', () => {
	test('are those of the documents\' listings up to 35 VFs', () => {
		const names = nodeOf(labOf({NUM_VF: '35'}), 'infra-2').virtualFunctions.map(({pciDevice}) => pciDevice);
		const listed = Array.from({length: 5}, (_, bus) => Array.from({length: 7}, (__, fn) => `enp${bus + 2}s0f${fn + 1}`)).flat();
		expect(names).toEqual(listed);
		expect(names[20]).toBe('enp4s0f7');
		expect(labOf({NUM_VF: '35'}).vfRootPortBuses).toEqual([]);
	});

	test('are on root ports of their own past 35, so that buses 7 and 8 keep one NIC each', () => {
		const lab = labOf({NUM_VF: '36', DPU_VCPUS: '2', HOST_VCPUS: '2'});
		expect(lab.vfRootPortBuses).toEqual([16, 17, 18, 19, 20]);
		expect(nodeOf(lab, 'infra-2').virtualFunctions[0]).toMatchObject({pci: {bus: 16, slot: 0, function: 0}, pciDevice: 'enp16s0f0'});
		expect(nodeOf(lab, 'tenant-2').virtualFunctions[35]).toMatchObject({pci: {bus: 20, slot: 0, function: 3}, pciDevice: 'enp20s0f3'});
		expect(labOf({NUM_VF: '255'}).vfRootPortBuses.at(-1)).toBe(47);
	});

	test.each(['1', '20', '35', '36', '100', '255'])('with %s VFs no two devices of a VM share one, and none has another\'s name', numVf => {
		for (const node of labOf({NUM_VF: numVf}).nodes) {
			const devices = [...node.networkInterfaces, ...node.virtualFunctions];
			expect(new Set(devices.map(({pci}) => `${pci.bus}.${pci.function}`)).size).toBe(devices.length);
			expect(new Set(devices.map(({device}) => device)).size).toBe(devices.length);
		}
	});
});

describe('a lab with infra-2, infra-10, infra-31 and their hosts in another order', () => {
	const lab = labOf({}, bigger);

	test('pairs by number', () => {
		expect(lab.dpus.map(({name, peer}) => [name, peer])).toEqual([['infra-2', 'tenant-2'], ['infra-10', 'tenant-10'], ['infra-31', 'tenant-31']]);
		expect(lab.dpuHosts.map(({name, peer}) => [name, peer])).toEqual([['tenant-31', 'infra-31'], ['tenant-2', 'infra-2'], ['tenant-10', 'infra-10']]);
	});

	test('has the right addresses and names', () => {
		expect(nodeOf(lab, 'infra-31')).toMatchObject({managementIp: '192.168.122.51', dataIp: '192.168.200.31', tenantIp: '192.168.100.131'});
		expect(nodeOf(lab, 'tenant-31')).toMatchObject({managementIp: '192.168.122.151', dataIp: '192.168.100.31'});
		expect(nodeOf(lab, 'tenant-10').virtualFunctions[19]).toMatchObject({bridge: 'br10-vf19', tap: 'tap10-vf19-t', device: 'eth0-19'});
	});

	test('gives every NIC a MAC of its own', () => {
		const macs = macsOf(lab);
		expect(new Set(macs).size).toBe(macs.length);
		expect(macs).toHaveLength(21 + (6 * 20));
	});
});

test('numbers past 99 get management addresses that nobody else has, whatever the order of the arrays', () => {
	const workers = [...Array.from({length: 20}, (_, index) => `tenant-${index + 4}`), 'tenant-150', 'tenant-253', 'tenant-110', 'tenant-134'];
	const one = labOf({}, {TENANT_WORKER_LIST: workers, INFRA_CTRL_LIST: ['infra-253']});
	const two = labOf({}, {TENANT_WORKER_LIST: workers.toReversed(), INFRA_CTRL_LIST: ['infra-253']});
	const addresses = one.nodes.map(({managementIp}) => managementIp);
	expect(new Set(addresses).size).toBe(addresses.length);
	expect(two.nodes.map(({name, managementIp}) => `${name} ${managementIp}`).toSorted()).toEqual(one.nodes.map(({name, managementIp}) => `${name} ${managementIp}`).toSorted());
	expect(addresses.every(address => /^192\.168\.122\.(?:[2-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-3])$/.test(address))).toBe(true);
});

test('interface names of the largest numbers fit into the kernel\'s 15 characters', () => {
	const lab = labOf({NUM_VF: '255'}, {INFRA_DPU_LIST: ['infra-153'], TENANT_DPU_HOST_LIST: ['tenant-153']});
	for (const {tap, bridge, device} of [...lab.dpus, ...lab.dpuHosts].flatMap(({virtualFunctions}) => virtualFunctions)) {
		expect(Math.max(tap.length, bridge.length, device.length)).toBeLessThanOrEqual(15);
	}
});

test('the family decides the user, the image and where the registry comes from, unless they are given', () => {
	expect(labOf({GUEST_FAMILY: 'debian'}).variables).toMatchObject({VM_USER: 'debian', REGISTRY_FROM: 'package', IMAGE_SHA256: ''});
	expect(labOf({GUEST_FAMILY: 'debian', VM_USER: 'me'}).vmUser).toBe('me');
});
