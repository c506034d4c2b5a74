import {parse} from 'yaml';
import type {Machine} from '../machine.js';
import {type Runtime, runtimeAt} from '../containers/runtime.js';
import {kubeletOptions} from '../daemons/kubelet.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootFiles, stateOf} from '../systemd/units.js';
import {askServer, readKubeconfig} from './config.js';
import type {Cluster} from './model.js';

export const kubeletConfig = '/var/lib/kubelet/config.yaml';
export const kubeletAccess = '/etc/kubernetes/kubelet.conf';

export type KubeletFile = {readonly nodeName: string; readonly containerRuntimeEndpoint: string; readonly clusterDNS: readonly string[]; readonly cgroupDriver: string};

/**
The kubelet of a machine, as its cluster hears of it.
*/
export type Kubelet = {
	readonly machine: Machine;
	readonly nodeName: string;
	readonly nodeIp: string;
	readonly runtime: Runtime | undefined;
	readonly clusterDns: string | undefined;
};

/**
The kubelet of a machine that works for a cluster; undefined where none does: it does not run, can't reach the API, or has no address of its own to announce.
*/
export function kubeletOf(machine: Machine, cluster: Cluster, rehearsal: Rehearsal): Kubelet | undefined {
	const files = rootFiles(machine);
	const access = files.textIfThere(kubeletAccess);
	const config = files.textIfThere(kubeletConfig);
	if (access === undefined || config === undefined || stateOf(machine, 'kubelet.service').state !== 'active') {
		return undefined;
	}

	const {server, clusterId} = readKubeconfig(access) ?? {};
	if (server === undefined || clusterId !== cluster.id || askServer(server, machine, rehearsal) !== cluster) {
		return undefined;
	}

	const {nodeName, containerRuntimeEndpoint, clusterDNS} = parse(config) as KubeletFile;
	const nodeIp = kubeletOptions(machine).nodeIp ?? defaultAddress(machine);
	return nodeIp !== undefined && hasAddress(machine, nodeIp)
		? {
			machine, nodeName, nodeIp, runtime: runtimeAt(machine, containerRuntimeEndpoint), clusterDns: clusterDNS[0],
		}
		: undefined;
}

export const hasAddress = ({network: {links}}: Machine, address: string): boolean => links.values().some(({addresses}) => addresses.some(each => each.address === address));

// That of the link with the default route.
function defaultAddress({network: {links, routes}}: Machine): string | undefined {
	const [route] = routes.filter(({to, link}) => to === 'default' && links.has(link)).toSorted((first, second) => first.metric - second.metric);
	return route && links.get(route.link)!.addresses[0]?.address;
}
