import type {ArrayName} from './definition.js';
import type {
	GuestFamily,
	NetworkInterface,
	Node,
	Profile,
	Role,
	VirtualFunction,
} from './lab.js';
import {networkMac, vfMac} from './mac.js';
import {numberOf, roleOf} from './node-name.js';
import {
	nicDeviceName,
	nicPci,
	pciDeviceName,
	vfPci,
} from './pci.js';
import {uuidOf} from './uuid.js';

/**
What a node's derivation needs of its lab.
*/
export type LabFacts = {
	readonly id: string;
	readonly profile: Profile;
	readonly guestFamily: GuestFamily;
	readonly values: Readonly<Record<string, string>>;
	readonly numVf: number;
	readonly poolDir: string;
	readonly managementOctets: ReadonlyMap<string, number>;
	/**
	The nodes' names by number, for the other end of a pair.
	*/
	readonly dpus: readonly string[];
	readonly dpuHosts: readonly string[];
	readonly images: {readonly golden: string; readonly kubernetes: string; readonly ovs: string};
};

const sizeNames: Readonly<Record<Role, string>> = {
	gateway: 'GATEWAY',
	'infra-controller': 'CTRL',
	dpu: 'DPU',
	'tenant-controller': 'CTRL',
	'dpu-host': 'HOST',
	'tenant-worker': 'WORKER',
};

// Testbed 4.3: which nodes run OVN-Kubernetes with an Open vSwitch of their own.
const ovsRoles: Readonly<Record<Profile, readonly Role[]>> = {
	'ctrl-only': ['infra-controller', 'tenant-controller'],
	full: ['infra-controller', 'dpu', 'tenant-controller', 'dpu-host', 'tenant-worker'],
	offload: ['dpu', 'tenant-controller', 'tenant-worker'],
};

export function deriveNode(array: ArrayName, name: string, facts: LabFacts): Node {
	const {values, poolDir, profile} = facts;
	const role = roleOf[array];
	const number = numberOf(name);
	const cluster = clusterOf(role);
	const size = sizeNames[role];
	const hasOvs = ovsRoles[profile].includes(role);
	const virtualFunctions = virtualFunctionsOf(role, name, facts);
	return {
		name,
		number,
		role,
		cluster,
		uuid: uuidOf(facts.id, 'domain', name),
		vcpus: Number(values[`${size}_VCPUS`]),
		memoryMb: Number(values[`${size}_MEM_MB`]),
		diskGb: Number(values[`${size}_DISK_GB`]),
		disk: `${poolDir}/${name}.qcow2`,
		seed: `${poolDir}/${name}-seed.iso`,
		backing: backingOf(role, hasOvs, facts),
		managementIp: `${values.MGMT_OCTETS}.${facts.managementOctets.get(name)}`,
		dataIp: cluster === undefined ? undefined : `${values[cluster === 'infra' ? 'INFRA_OCTETS' : 'TENANT_OCTETS']}.${number}`,
		dataDevice: dataDeviceOf(role, profile, hasOvs, virtualFunctions),
		tenantIp: role === 'dpu' ? `${values.TENANT_OCTETS}.${Number(values.DPU_TENANT_IP_OFFSET) + number}` : undefined,
		hasOvs,
		peer: peerOf(role, number, facts),
		networkInterfaces: networkInterfacesOf(role, name, values),
		virtualFunctions,
	};
}

function clusterOf(role: Role): Node['cluster'] {
	if (role === 'gateway') {
		return undefined;
	}

	return role === 'infra-controller' || role === 'dpu' ? 'infra' : 'tenant';
}

function backingOf(role: Role, hasOvs: boolean, {images}: LabFacts): string {
	return role === 'gateway' ? images.golden : (hasOvs ? images.ovs : images.kubernetes);
}

// A DPU in offload has an Open vSwitch for the tenant cluster, but its own address stays on its plain NIC.
function dataDeviceOf(role: Role, profile: Profile, hasOvs: boolean, [firstVf]: readonly VirtualFunction[]): string | undefined {
	if (role === 'gateway') {
		return undefined;
	}

	if (hasOvs && !(role === 'dpu' && profile === 'offload')) {
		return 'br-ex';
	}

	return role === 'dpu-host' ? firstVf?.device : nicDeviceName(7);
}

function peerOf(role: Role, number: number, {dpus, dpuHosts}: LabFacts): string | undefined {
	if (role === 'dpu') {
		return dpuHosts.find(host => numberOf(host) === number);
	}

	return role === 'dpu-host' ? dpus.find(dpu => numberOf(dpu) === number) : undefined;
}

// A DPU host has no NIC on the tenant network: it reaches it through its DPU, as an x86 host does.
const busesOf: Readonly<Record<Role, ReadonlyArray<readonly [bus: number, network: 'mgmt' | 'infra' | 'tenant']>>> = {
	gateway: [[1, 'mgmt'], [7, 'infra'], [8, 'tenant']],
	'infra-controller': [[1, 'mgmt'], [7, 'infra']],
	dpu: [[1, 'mgmt'], [7, 'infra'], [8, 'tenant']],
	'tenant-controller': [[1, 'mgmt'], [7, 'tenant']],
	'dpu-host': [[1, 'mgmt']],
	'tenant-worker': [[1, 'mgmt'], [7, 'tenant']],
};

function networkInterfacesOf(role: Role, name: string, values: LabFacts['values']): NetworkInterface[] {
	const networks = {mgmt: values.MGMT_NETWORK!, infra: values.INFRA_NETWORK!, tenant: values.TENANT_NETWORK!};
	return busesOf[role].map(([bus, network]) => ({
		kind: 'network', network: networks[network], device: nicDeviceName(bus), mac: networkMac(name, network), pci: nicPci(bus),
	}));
}

function virtualFunctionsOf(role: Role, name: string, {numVf, profile}: LabFacts): VirtualFunction[] {
	if (role !== 'dpu' && role !== 'dpu-host') {
		return [];
	}

	const number = numberOf(name);
	const [end, suffix, prefix] = role === 'dpu' ? ['dpu', 'i', 'rep0'] as const : ['host', 't', 'eth0'] as const;
	return Array.from({length: numVf}, (_, index) => {
		const pci = vfPci(index, numVf);
		const pciDevice = pciDeviceName(pci);
		return {
			kind: 'vf',
			index,
			bridge: `br${number}-vf${index}`,
			tap: `tap${number}-vf${index}-${suffix}`,
			device: profile === 'offload' ? `${prefix}-${index}` : pciDevice,
			pciDevice,
			mac: vfMac(name, end, index),
			pci,
		};
	});
}
