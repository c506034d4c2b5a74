import {rootFiles} from '../systemd/units.js';
import {addressIn} from './addresses.js';
import type {Context} from './context.js';
import {devicePluginOn, vfResource, vfsOf} from './devices.js';
import type {KubeObject, PodRun} from './model.js';
import type {Kubelet} from './node.js';
import {dpuIsAlive, isDpuHost} from './ovn/dpu.js';
import {nodeSubnet} from './ovn/subnets.js';
import {extendedResources} from './schedule.js';
import {find, list} from './store.js';
import {podSpec, podStatus} from './views.js';

export const cniDirectory = '/etc/cni/net.d';

type CniFile = {readonly type?: string; readonly plugins?: ReadonlyArray<{readonly type: string}>; readonly clusterNetwork?: string; readonly multusNamespace?: string; readonly readinessindicatorfile?: string};
export type NodeNetwork = {readonly kind: 'bridge' | 'flannel' | 'ovn'; readonly multus: CniFile | undefined};

/**
The network that a runtime gives its pods, by the first of the files that it looks at; or why it has none.
*/
export function networkOfNode(kubelet: Kubelet, context: Context): NodeNetwork | string {
	const files = rootFiles(kubelet.machine);
	const names = files.exists(cniDirectory) ? files.list(cniDirectory).filter(name => /\.(?:conf|conflist|json)$/v.test(name)) : [];
	const [first] = names;
	if (first === undefined) {
		return `no CNI configuration file in ${cniDirectory}/. Has your network provider started?`;
	}

	const read = (name: string) => JSON.parse(files.text(`${cniDirectory}/${name}`)) as CniFile;
	const multus = read(first).type === 'multus-shim' ? read(first) : undefined;
	const indicator = multus?.readinessindicatorfile?.replace(/^\/host/v, '');
	if (indicator !== undefined && !files.exists(indicator)) {
		return `Multus: have you checked that your default network is ready? still waiting for readinessindicatorfile @ ${multus!.readinessindicatorfile!}`;
	}

	const file = multus ? names.slice(1).map(name => read(name))[0] : read(first);
	const type = file?.type ?? file?.plugins?.[0]?.type;
	if (type === 'bridge' || type === 'flannel') {
		return {kind: type, multus};
	}

	if (type !== 'ovn-k8s-cni-overlay') {
		return `failed to find plugin "${type ?? ''}" in path [/opt/cni/bin]`;
	}

	const isWithoutDpu = isDpuHost(kubelet, context) && !dpuIsAlive(kubelet.nodeName, context);
	return isWithoutDpu ? 'DPU Not Ready' : {kind: 'ovn', multus};
}

/**
Gives a pod its place in the network of its node: an address, or why it has none.
*/
export function attachPod(pod: KubeObject, kubelet: Kubelet, context: Context): string | {readonly address: string} {
	const network = networkOfNode(kubelet, context);
	const failed = (words: string) => `Failed to create pod sandbox: plugin failed (add): ${words}`;
	if (typeof network === 'string') {
		return failed(network);
	}

	// A kubelet whose node was deleted goes on for a while.
	const node = find(context.cluster, 'Node', undefined, kubelet.nodeName);
	const subnet = network.kind === 'ovn' ? node && nodeSubnet(node) : node?.spec?.podCIDR as string | undefined;
	if (subnet === undefined) {
		return failed('failed to get pod annotation: timed out waiting for annotations');
	}

	if (network.kind === 'flannel' && !rootFiles(kubelet.machine).exists('/run/flannel/subnet.env')) {
		return failed('loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory');
	}

	const device = network.kind === 'ovn' ? giveDevice(pod, network, kubelet, context) : undefined;
	return device?.failed === undefined ? {address: podStatus(pod).podIP ?? freeAddress(network.kind === 'bridge' ? '10.85.0.0/16' : subnet, context)} : failed(device.failed);
}

const nodeDevice = (node: string, device: string) => `${node}:${device}`;

// A pod of a DPU host has a VF; elsewhere it has a veth.
function giveDevice(pod: KubeObject, {multus}: NodeNetwork, kubelet: Kubelet, context: Context): {readonly failed?: string} {
	const run = context.cluster.runs.get(pod.metadata.uid)!;
	if (!isDpuHost(kubelet, context)) {
		return {};
	}

	const [namespace, name] = (multus?.clusterNetwork ?? '').includes('/') ? multus!.clusterNetwork!.split('/') as [string, string] : [multus?.multusNamespace ?? 'kube-system', multus?.clusterNetwork ?? ''];
	const definition = find(context.cluster, 'NetworkAttachmentDefinition', namespace, name);
	if (multus?.clusterNetwork !== undefined && !definition) {
		return {failed: `Multus: cannot find a network-attachment-definition (${name}) in namespace (${namespace})`};
	}

	const resource = definition?.metadata.annotations['k8s.v1.cni.cncf.io/resourceName'];
	if (resource !== vfResource || !extendedResources(podSpec(pod)).has(resource)) {
		return {failed: 'device ID must be provided'};
	}

	const plugin = devicePluginOn(kubelet.nodeName, context);
	const taken = new Set(context.cluster.runs.values().flatMap(({devices}) => devices));
	const [device] = run.devices.length > 0 || !plugin ? [run.devices[0]?.split(':', 2)[1]] : vfsOf(kubelet.nodeName, plugin, context).filter(each => !taken.has(nodeDevice(kubelet.nodeName, each)));
	if (device === undefined) {
		return {failed: `no ${vfResource} of the node is free`};
	}

	run.devices = [nodeDevice(kubelet.nodeName, device)];
	const {links} = kubelet.machine.network;
	const link = links.get(device);
	if (link) {
		// It is in the pod's own network now.
		run.moved = link;
		links.delete(device);
	}

	return {};
}

/**
Gives back what a pod had.
*/
export function detachPod(_uid: string, run: PodRun, context: Context): void {
	const given = run.devices.map(each => each.split(':'));
	for (const [node = '', device = ''] of given) {
		const machine = context.kubelets.get(node)?.machine;
		if (machine && run.moved && !machine.network.links.has(device)) {
			machine.network.links.set(device, run.moved);
		}
	}
}

function freeAddress(subnet: string, {cluster}: Context): string {
	const taken = new Set(list(cluster, 'Pod').map(pod => podStatus(pod).podIP));
	for (let index = 3; ; index++) {
		const address = addressIn(subnet, index);
		if (!taken.has(address)) {
			return address;
		}
	}
}
