import type {Context} from './context.js';
import type {KubeObject} from './model.js';
import {list} from './store.js';
import {podSpec, variableOf} from './views.js';
import {softwareOf} from './images.js';

export const vfResource = 'dpusim.io/vf';

/**
VFs of a host as the device plugin finds them: netdevs `eth0-N` after the uplink and the management ports. Those that pods have are counted too.
*/
export function vfsOf(node: string, plugin: KubeObject, context: Context): readonly string[] {
	const machine = context.kubelets.get(node)?.machine;
	const count = Number(variableOf(plugin, 'MGMT_PORT_VFS_COUNT') ?? '1');
	const given = context.cluster.runs.values().flatMap(({devices}) => devices.filter(each => each.startsWith(`${node}:`)).map(each => each.slice(node.length + 1))).toArray();
	return [...new Set([...machine?.network.links.keys() ?? [], ...given])].filter(name => {
		const index = /^eth\d+-(?<index>\d+)$/v.exec(name)?.groups?.index;
		return index !== undefined && Number(index) > count;
	}).toSorted((first, second) => Number(first.split('-', 2)[1]) - Number(second.split('-', 2)[1]));
}

/**
The device plugin that runs on a node and has told kubelet so.
*/
export function devicePluginOn(node: string, context: Context): KubeObject | undefined {
	return list(context.cluster, 'Pod').find(pod => podSpec(pod).nodeName === node && context.cluster.runs.get(pod.metadata.uid)?.since !== undefined && softwareOf(pod, context) === 'dpu-sim-device-plugin' && isRegistered(pod));
}

// It needs kubelet's socket directory, and rights on the host's netdevs.
function isRegistered(pod: KubeObject): boolean {
	const {volumes = [], containers, hostNetwork} = podSpec(pod);
	const sockets = volumes.find(({hostPath}) => hostPath?.path === '/var/lib/kubelet/device-plugins')?.name;
	return hostNetwork === true && containers.some(({securityContext, volumeMounts = []}) => securityContext?.privileged === true && volumeMounts.some(({name, mountPath}) => name === sockets && mountPath === '/var/lib/kubelet/device-plugins'));
}

export function devicesOf(node: KubeObject, context: Context): Readonly<Record<string, string>> {
	const plugin = devicePluginOn(node.metadata.name, context);
	if (!plugin) {
		return {};
	}

	const links = context.kubelets.get(node.metadata.name)?.machine.network.links;
	const count = Number(variableOf(plugin, 'MGMT_PORT_VFS_COUNT') ?? '1');
	// The first is renamed once it is the management port.
	const ports = Array.from({length: count}, (_, index) => `eth0-${index + 1}`).filter((name, index) => links?.has(name) === true || (index === 0 && links?.has('ovn-k8s-mp0') === true));
	return {[vfResource]: String(vfsOf(node.metadata.name, plugin, context).length), 'dpusim.io/mgmtvf': String(ports.length)};
}
