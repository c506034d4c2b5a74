import {debianImage, fedoraImage} from './images.js';
import {firstVfDevice, mostVfs} from './pci.js';
import type {Variable, VariableGroup} from './variable.js';

const group = (name: VariableGroup, variables: ReadonlyArray<Omit<Variable, 'group'>>): Variable[] => variables.map(each => ({...each, group: name}));
const choice = (...values: readonly string[]) => ({kind: 'choice', values} as const);
const integer = (min: number, max: number, reason: string) => ({
	kind: 'integer', min, max, reason,
} as const);

const choices = group('Profile and choices', [
	{
		name: 'PROFILE', type: choice('ctrl-only', 'full', 'offload'), default: 'offload',
		meaning: 'How far OVN-Kubernetes goes: on the controllers only, on all nodes with the DPUs as switches, or offloaded from the hosts to their DPUs.',
	},
	{
		name: 'GUEST_FAMILY', type: choice('fedora', 'debian'), default: 'fedora',
		meaning: 'The system in the VMs.',
	},
	{
		name: 'RUNTIME', type: choice('crio', 'containerd'), default: 'crio',
		meaning: 'The container runtime of the nodes.',
	},
	{
		name: 'KUBERNETES_IN', type: choice('template', 'nodes'), default: 'template',
		meaning: 'Whether the container runtime and Kubernetes are put into the template image, or into each node later (for a server that can\'t reach their repositories now).',
	},
	{
		name: 'OVNK_FROM', type: choice('published', 'built'), default: 'published',
		meaning: 'Whether the OVN-Kubernetes image is the published one or built on the server.',
	},
	{
		name: 'REGISTRY_FROM', type: choice('container', 'package'), default: value => value('GUEST_FAMILY') === 'debian' ? 'package' : 'container',
		meaning: 'Whether the gateway\'s registry is a container image or the distribution\'s package.',
	},
	{
		name: 'IMAGE_KIND', type: choice('cloud'), default: 'cloud',
		meaning: 'What the golden VM is made from: a cloud image.',
	},
]);

const server = group('Server', [
	{
		name: 'WORKING_DIR', type: {kind: 'path'}, default: '', optional: true,
		meaning: 'Directory on the server for sources and generated files; empty is $HOME/src there.',
	},
	{
		name: 'POOL_DIR', type: {kind: 'path'}, default: '/var/lib/libvirt/images',
		meaning: 'Directory on the server that holds the disks of the VMs, each lab in a directory of its own.',
	},
	{
		name: 'VIRT_TYPE', type: choice('auto', 'kvm', 'qemu'), default: 'auto',
		meaning: 'How VMs run: kvm, emulated by qemu (slow), or kvm where the server can.',
	},
	{
		name: 'SNAPSHOTS', type: {kind: 'boolean'}, default: 'false',
		meaning: 'Whether all VMs are kept as they are at the end of each stage, disks and memory, to rewind to; each takes up to the VMs\' memory on the server\'s disk.',
	},
	{
		name: 'DISABLE_FIREWALLD', type: {kind: 'boolean'}, default: 'true',
		meaning: 'Whether firewalld is turned off in the nodes; otherwise their ports are opened.',
	},
]);

const guests = group('Guests', [
	{
		name: 'IMAGE_URL', type: {kind: 'url-or-path'}, default: value => value('GUEST_FAMILY') === 'debian' ? debianImage.url : fedoraImage.url,
		meaning: 'Where the cloud image comes from: a URL, or an absolute path on the server.',
	},
	{
		name: 'IMAGE_SHA256', type: {kind: 'sha256'}, default: value => value('IMAGE_URL') === fedoraImage.url ? fedoraImage.sha256 : '',
		meaning: 'SHA-256 of the cloud image, or `none` to trust it unchecked.',
	},
	{
		name: 'VM_USER', type: {kind: 'user'}, default: value => value('GUEST_FAMILY') === 'debian' ? 'debian' : 'fedora',
		meaning: 'The user of the VMs, who may use sudo without a password.',
	},
	{
		name: 'VM_SSH_KEY', type: {kind: 'home-path'}, default: '', optional: true,
		meaning: 'Private key on the server that opens the VMs; empty is ~/.ssh/dpu-wizard_ed25519, made when it is missing.',
	},
]);

const networks = group('Networks', [
	{
		name: 'INFRA_OCTETS', type: {kind: 'octets'}, default: '192.168.200',
		meaning: 'The first three octets of the infra network (/24).',
	},
	{
		name: 'TENANT_OCTETS', type: {kind: 'octets'}, default: '192.168.100',
		meaning: 'The first three octets of the tenant network (/24).',
	},
	{
		name: 'MGMT_OCTETS', type: {kind: 'octets'}, default: '192.168.122',
		meaning: 'The first three octets of the management network (/24), as libvirt has it.',
	},
	{
		name: 'DNS_IP_ADDRESS', type: {kind: 'ipv4'}, default: '8.8.8.8',
		meaning: 'The DNS server that the nodes ask.',
	},
	{
		name: 'HTTP_REGISTRY_PORT', type: {kind: 'port'}, default: '5000',
		meaning: 'Port of the gateway\'s image registry.',
	},
	{
		name: 'MGMT_NETWORK', type: {kind: 'network-name'}, default: 'default',
		meaning: 'The libvirt network through which the server reaches the VMs.',
	},
	{
		name: 'INFRA_NETWORK', type: {kind: 'network-name'}, default: 'infra',
		meaning: 'Name of the infra network in libvirt.',
	},
	{
		name: 'TENANT_NETWORK', type: {kind: 'network-name'}, default: 'tenant',
		meaning: 'Name of the tenant network in libvirt.',
	},
	{
		name: 'INFRA_BRIDGE', type: {kind: 'bridge-name'}, default: 'virbr2',
		meaning: 'Bridge of the infra network on the server.',
	},
	{
		name: 'TENANT_BRIDGE', type: {kind: 'bridge-name'}, default: 'virbr3',
		meaning: 'Bridge of the tenant network on the server.',
	},
	{
		name: 'DPU_TENANT_IP_OFFSET', type: integer(1, 252, 'it is added to a DPU\'s number to make the last octet of an address'), default: '100',
		meaning: 'DPU N has the address OFFSET+N on the tenant network.',
	},
]);

const virtualFunctions = group('Virtual functions', [
	{
		name: 'NUM_VF', type: integer(1, mostVfs, 'a VF\'s number is one octet of its MAC'), default: '20',
		meaning: 'VF pairs between each DPU and its host.',
	},
	{
		name: 'TAP_0', type: {kind: 'derived', reason: 'it is the name of VF 0 in a DPU host, which follows from its PCI address, or from the profile offload'}, default: value => firstVfDevice(value('PROFILE'), Number(value('NUM_VF'))),
		meaning: 'Name of VF 0 in a DPU host; derived.',
	},
]);

const sizes = group('Sizes', [
	...sizesOf('GATEWAY', 'the gateway', [2, 2048, 40]),
	...sizesOf('CTRL', 'a controller', [4, 4096, 80]),
	...sizesOf('DPU', 'a DPU', [2, 2048, 20]),
	...sizesOf('HOST', 'a DPU host', [2, 2048, 20]),
	...sizesOf('WORKER', 'a tenant worker', [2, 2048, 20]),
]);

function sizesOf(role: string, words: string, [vcpus, memoryMb, diskGb]: readonly [number, number, number]): Array<Omit<Variable, 'group'>> {
	return [
		{
			name: `${role}_VCPUS`, type: integer(1, 255, 'libvirt wants a whole number of CPUs'), default: String(vcpus),
			meaning: `Virtual CPUs of ${words}.`,
		},
		{
			name: `${role}_MEM_MB`, type: integer(256, 1_048_576, 'a guest does not boot with less than 256 MiB'), default: String(memoryMb),
			meaning: `Memory of ${words}, in MiB.`,
		},
		{
			name: `${role}_DISK_GB`, type: integer(6, 8192, 'a disk can\'t be smaller than the image under it'), default: String(diskGb),
			meaning: `Disk of ${words}, in GiB; it takes only what is written.`,
		},
	];
}

const podCidr = {
	kind: 'cidr', minPrefix: 8, maxPrefix: 22, reason: 'each node takes a subnet of it',
} as const;
const serviceCidr = {
	kind: 'cidr', minPrefix: 12, maxPrefix: 24, reason: 'Kubernetes takes service addresses out of it',
} as const;

const kubernetes = group('Kubernetes', [
	{
		name: 'K8S_MINOR', type: {kind: 'minor-version'}, default: '1.36',
		meaning: 'Kubernetes\' version, and CRI-O\'s.',
	},
	{
		name: 'INFRA_NET_CIDR', type: podCidr, default: '10.246.0.0/16',
		meaning: 'Pod addresses of the infra cluster.',
	},
	{
		name: 'INFRA_SVC_CIDR', type: serviceCidr, default: '10.247.0.0/16',
		meaning: 'Service addresses of the infra cluster.',
	},
	{
		name: 'TENANT_NET_CIDR', type: podCidr, default: '10.244.0.0/16',
		meaning: 'Pod addresses of the tenant cluster.',
	},
	{
		name: 'TENANT_SVC_CIDR', type: serviceCidr, default: '10.245.0.0/16',
		meaning: 'Service addresses of the tenant cluster.',
	},
	{
		name: 'HOST_PREFIX', type: integer(9, 28, 'it is the prefix length of a node\'s part of the pod addresses'), default: '24',
		meaning: 'Prefix length of the subnet that each node takes of the pod addresses.',
	},
	{
		name: 'MTU', type: integer(576, 1442, 'the lab\'s NICs carry 1500 bytes and Geneve takes 58 of them'), default: '1400',
		meaning: 'MTU of the pods, in bytes.',
	},
]);

const ovnKubernetes = group('OVN-Kubernetes', [
	{
		name: 'GATEWAY_MODE', type: choice('shared', 'local'), default: 'shared',
		meaning: 'OVN-Kubernetes\' gateway mode.',
	},
	{
		name: 'OVNK_IMAGE', type: {kind: 'image'}, default: 'ghcr.io/ovn-kubernetes/ovn-kubernetes/ovn-kube-fedora:master',
		meaning: 'The OVN-Kubernetes image; a digest pins it.',
	},
	{
		name: 'OVNK_COMMIT', type: {kind: 'commit'}, default: '', optional: true,
		meaning: 'Commit of the OVN-Kubernetes sources and chart; empty is the one that the image was built from.',
	},
	{
		name: 'DP_IMAGE', type: {kind: 'image'}, default: '', optional: true,
		meaning: 'Image of the device plugin that offers VFs to pods; empty is built from source.',
	},
	{
		name: 'MULTUS_TAG', type: {kind: 'tag'}, default: 'v4.2.4',
		meaning: 'Release of Multus.',
	},
	{
		name: 'FLANNEL_TAG', type: {kind: 'tag'}, default: 'v0.28.4',
		meaning: 'Release of flannel, the infra cluster\'s network in the profile offload.',
	},
]);

const pinned = (bus: number) => ({kind: 'derived', reason: `the wizard puts this NIC on PCI bus ${bus}, and the guest names it by that`} as const);

const guestDevices = group('Guest devices', [
	{
		name: 'IF1', type: pinned(1), default: 'enp1s0',
		meaning: 'Name of the management NIC in a VM; derived.',
	},
	{
		name: 'IF2', type: pinned(7), default: 'enp7s0',
		meaning: 'Name of the infra or tenant NIC in a VM; derived.',
	},
	{
		name: 'IF3', type: pinned(8), default: 'enp8s0',
		meaning: 'Name of the tenant NIC in the gateway and in a DPU; derived.',
	},
]);

/**
All variables of a lab, in the order of the form: the documents' under the documents' names, then those that they lack.
*/
export const variables: readonly Variable[] = [
	...choices,
	...server,
	...guests,
	...networks,
	...virtualFunctions,
	...sizes,
	...kubernetes,
	...ovnKubernetes,
	...guestDevices,
];

const byName = new Map(variables.map(variable => [variable.name, variable]));

export const findVariable = (name: string): Variable | undefined => byName.get(name);
