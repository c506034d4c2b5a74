import {imageSumDefault, originDefault, sumDefault} from './mirror.js';
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
		name: 'IMAGE_KIND', type: choice('cloud', 'iso'), default: 'cloud',
		meaning: 'What the golden VM is made from: a cloud image, or an ISO that you install over VNC.',
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
		name: 'IMAGE_URL', type: {kind: 'url-or-path'}, default: originDefault('IMAGE_URL'),
		meaning: 'Where the cloud image comes from: a URL, or an absolute path on the server.',
	},
	{
		name: 'IMAGE_SHA256', type: {kind: 'sha256'}, default: imageSumDefault,
		meaning: 'SHA-256 of the cloud image, or `none` to trust it unchecked.',
	},
	{
		name: 'ISO_URL', type: {kind: 'url-or-path'}, default: originDefault('ISO_URL'), optional: true,
		meaning: 'Where the installer\'s ISO comes from, for IMAGE_KIND=iso: a URL, or a path on the server.',
	},
	{
		name: 'ISO_SHA256', type: {kind: 'sha256'}, default: '', optional: true,
		meaning: 'SHA-256 of the installer\'s ISO, or `none` to trust it unchecked.',
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
		meaning: 'OVN-Kubernetes\' gateway mode: how pods leave the cluster, by Open vSwitch alone or by the node\'s own routes.',
	},
	{
		name: 'SEGMENTATION', type: {kind: 'boolean'}, default: 'false',
		meaning: 'Whether OVN-Kubernetes offers user-defined networks (network segmentation).',
	},
	{
		name: 'MGMT_VFS', type: integer(1, 32, 'in offload each primary user-defined network takes one more management port of a DPU host'), default: value => value('SEGMENTATION') === 'true' && value('PROFILE') === 'offload' ? '3' : '1',
		meaning: 'VFs of each DPU host that are kept for management ports.',
	},
	{
		name: 'HYBRID_OVERLAY', type: {kind: 'boolean'}, default: 'false',
		meaning: 'Whether OVN-Kubernetes\' hybrid overlay is on.',
	},
	{
		name: 'OVNK_IDENTITY', type: {kind: 'boolean'}, default: value => value('PROFILE') === 'offload' ? 'false' : 'true',
		meaning: 'Whether each node of OVN-Kubernetes has an identity of its own (ovnkube-identity).',
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

const mirrors = group('Mirrors', [
	{
		name: 'MIRROR', type: {kind: 'url-or-path'}, default: '', optional: true,
		meaning: 'For a lab without the Internet: a folder on the server, or a base URL, that holds everything that is fetched; `checklist --only mirror` lists what. Empty is the Internet.',
	},
	{
		name: 'MIRROR_PORT', type: {kind: 'port'}, default: '8081',
		meaning: 'Port of the management network\'s address on which the server gives a folder MIRROR to the VMs.',
	},
	{
		name: 'PACKAGES_URL', type: {kind: 'url'}, default: originDefault('PACKAGES_URL'), optional: true,
		meaning: 'Where the VMs take their distribution\'s packages from; empty is what their image says.',
	},
	{
		name: 'KUBERNETES_URL', type: {kind: 'url'}, default: originDefault('KUBERNETES_URL'),
		meaning: 'Where kubelet, kubeadm and kubectl come from: a directory with rpm/ and deb/, for one minor version.',
	},
	{
		name: 'KUBERNETES_KEY_SHA256', type: {kind: 'sha256'}, default: '', optional: true,
		meaning: 'SHA-256 of that repository\'s key; empty trusts the key that the repository gives.',
	},
	{
		name: 'CRIO_URL', type: {kind: 'url'}, default: originDefault('CRIO_URL'),
		meaning: 'Where CRI-O comes from: a directory with rpm/ and deb/, for the minor version of Kubernetes.',
	},
	{
		name: 'CRIO_KEY_SHA256', type: {kind: 'sha256'}, default: '', optional: true,
		meaning: 'SHA-256 of that repository\'s key; empty trusts the key that the repository gives.',
	},
	{
		name: 'CONTAINERD_URL', type: {kind: 'url'}, default: originDefault('CONTAINERD_URL'),
		meaning: 'Where containerd comes from: Docker\'s repository of the guests\' family.',
	},
	{
		name: 'CONTAINERD_KEY_SHA256', type: {kind: 'sha256'}, default: sumDefault('docker-key', 'GUEST_FAMILY'), optional: true,
		meaning: 'SHA-256 of that repository\'s key; empty trusts the key that the repository gives.',
	},
	{
		name: 'HELM_VERSION', type: {kind: 'tag'}, default: 'v3.19.0',
		meaning: 'Release of helm.',
	},
	{
		name: 'HELM_URL', type: {kind: 'url-or-path'}, default: originDefault('HELM_URL'),
		meaning: 'Where helm\'s archive comes from: a URL, or a path on the server.',
	},
	{
		name: 'HELM_SHA256', type: {kind: 'sha256'}, default: sumDefault('helm', 'HELM_VERSION'),
		meaning: 'SHA-256 of helm\'s archive, or `none` to trust it unchecked.',
	},
	{
		name: 'OVNK_SOURCE_URL', type: {kind: 'url-or-path'}, default: originDefault('OVNK_SOURCE_URL'), optional: true,
		meaning: 'Where the sources of OVN-Kubernetes (with the Helm chart) come from, as an archive of one commit; empty is GitHub\'s of the image\'s commit.',
	},
	{
		name: 'DP_SOURCE_URL', type: {kind: 'url-or-path'}, default: originDefault('DP_SOURCE_URL'),
		meaning: 'Where the sources of the device plugin come from, when it is built.',
	},
	{
		name: 'MULTUS_URL', type: {kind: 'url-or-path'}, default: originDefault('MULTUS_URL'),
		meaning: 'Where Multus\' manifest comes from.',
	},
	{
		name: 'MULTUS_SHA256', type: {kind: 'sha256'}, default: sumDefault('multus', 'MULTUS_TAG'),
		meaning: 'SHA-256 of Multus\' manifest, or `none` to trust it unchecked.',
	},
	{
		name: 'MULTUS_IMAGE', type: {kind: 'image'}, default: value => `ghcr.io/k8snetworkplumbingwg/multus-cni:${value('MULTUS_TAG')}-thick`,
		meaning: 'Multus\' image; a digest pins it.',
	},
	{
		name: 'FLANNEL_URL', type: {kind: 'url-or-path'}, default: originDefault('FLANNEL_URL'),
		meaning: 'Where flannel\'s manifest comes from.',
	},
	{
		name: 'FLANNEL_SHA256', type: {kind: 'sha256'}, default: sumDefault('flannel', 'FLANNEL_TAG'),
		meaning: 'SHA-256 of flannel\'s manifest, or `none` to trust it unchecked.',
	},
	{
		name: 'FLANNEL_IMAGE', type: {kind: 'image'}, default: value => `ghcr.io/flannel-io/flannel:${value('FLANNEL_TAG')}`,
		meaning: 'flannel\'s image; a digest pins it.',
	},
	{
		name: 'FLANNEL_PLUGIN_IMAGE', type: {kind: 'image'}, default: 'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1',
		meaning: 'The image of flannel\'s CNI plugin, as flannel\'s release names it; a digest pins it.',
	},
	{
		name: 'TEST_IMAGE', type: {kind: 'image'}, default: 'docker.io/nicolaka/netshoot:v0.14',
		meaning: 'The test pods\' image, with ping and nslookup; a digest pins it.',
	},
	{
		name: 'REGISTRY_IMAGE', type: {kind: 'image'}, default: 'docker.io/library/registry:2',
		meaning: 'The image of the gateway\'s registry, where it is a container; a digest pins it.',
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
	...mirrors,
	...guestDevices,
];

const byName = new Map(variables.map(variable => [variable.name, variable]));

export const findVariable = (name: string): Variable | undefined => byName.get(name);
