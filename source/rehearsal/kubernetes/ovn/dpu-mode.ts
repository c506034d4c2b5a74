import {Buffer} from 'node:buffer';
import {askServer} from '../config.js';
import type {Context} from '../context.js';
import type {Cluster, KubeObject} from '../model.js';
import {hasAddress, type Kubelet} from '../node.js';
import {find, list, put} from '../store.js';
import {tokenOf} from '../service-accounts.js';
import {variableOf} from '../views.js';
import {announce} from './chassis.js';
import {leaseName} from './dpu.js';
import {gatewayOptions, isSet, ovnConfig} from './options.js';
import {nodeSubnet} from './subnets.js';
import {
	hasBridge,
	idsOf,
	portsOf,
	switchOf,
} from './switch.js';

/**
Ovnkube on a DPU: it runs in one cluster, and works for the host's node in another. Returns what it waits for.
*/
export function runDpu(pod: KubeObject, kubelet: Kubelet, context: Context): string | undefined {
	const database = switchOf(kubelet.machine);
	if (!database || !hasBridge(database, 'br-int')) {
		return 'ovn-controller waits for the integration bridge br-int';
	}

	const ids = idsOf(database);
	const {'ovn-encap-ip': encapIp = '', 'host-k8s-nodename': host = '', 'system-id': id = ''} = ids;
	if (!hasAddress(kubelet.machine, encapIp) || ids['ovn-encap-type'] !== 'geneve') {
		return `ovn-encap-ip "${encapIp}" is no local address, or ovn-encap-type is not geneve`;
	}

	if (!isSet(pod, 'OVN_SIMULATE_DPU')) {
		return 'failed to find the representors: /sys/class/net/rep0-0/phys_port_name: no such file or directory';
	}

	const gateway = gatewayOptions(variableOf(pod, 'OVN_GATEWAY_OPTS') ?? '');
	if (typeof gateway === 'string') {
		return gateway;
	}

	const bridge = ids['ovn-gw-interface'] ?? gateway.device ?? '';
	const representor = portsOf(database, bridge).find(name => /^rep\d+-0$/v.test(name));
	if (!hasBridge(database, bridge) || representor === undefined) {
		return `failed to find the host's representor among the ports of the gateway bridge "${bridge}"`;
	}

	const {links} = kubelet.machine.network;
	if (!links.has(representor.replace(/-0$/v, '-1'))) {
		return 'failed to get the representor of the management port';
	}

	const cluster = hostCluster(pod, kubelet, context);
	return typeof cluster === 'string'
		? cluster
		: serveHost(cluster, host, {
			pod, id, encapIp, bridge, nextHop: ids['ovn-gw-nexthop'] ?? gateway.nextHop, now: context.now,
		});
}

// With the token and the certificate that the release was given.
function hostCluster(pod: KubeObject, {machine}: Kubelet, {rehearsal}: Context): Cluster | string {
	const server = variableOf(pod, 'K8S_APISERVER') ?? '';
	const cluster = askServer(server, machine, rehearsal);
	if (typeof cluster === 'string') {
		return `unable to connect to the API server ${server}: ${cluster}`;
	}

	if (Buffer.from(variableOf(pod, 'K8S_CACERT_DATA') ?? '', 'base64').toString() !== cluster.id) {
		return `unable to connect to the API server ${server}: x509: certificate signed by unknown authority`;
	}

	const account = find(cluster, 'ServiceAccount', 'ovn-kubernetes', 'ovnkube-node');
	if (!account || variableOf(pod, 'K8S_TOKEN') !== tokenOf(cluster.id, account.metadata.uid)) {
		return 'Unauthorized';
	}

	if (variableOf(pod, 'OVN_NET_CIDR') !== ovnConfig(cluster, 'net_cidr') || variableOf(pod, 'OVN_SVC_CIDR') !== ovnConfig(cluster, 'svc_cidr')) {
		return 'the networks of pods and services are not those of the host\'s cluster';
	}

	// Without the role that the chart makes for the hosts of DPUs.
	return list(cluster, 'Role', 'ovn-kubernetes').some(({metadata}) => metadata.name === leaseRole) ? cluster : 'leases.coordination.k8s.io is forbidden: User "system:serviceaccount:ovn-kubernetes:ovnkube-node" cannot create resource "leases"';
}

export const leaseRole = 'ovnkube-node-dpu-leases';

function serveHost(cluster: Cluster, host: string, {pod, id, encapIp, bridge, nextHop, now}: {readonly pod: KubeObject; readonly id: string; readonly encapIp: string; readonly bridge: string; readonly nextHop: string | undefined; readonly now: number}): string | undefined {
	const node = find(cluster, 'Node', undefined, host);
	if (!node) {
		return `nodes "${host}" not found`;
	}

	if (node.metadata.labels['k8s.ovn.org/dpu-host'] === undefined || nodeSubnet(node) === undefined) {
		return `waiting for the node ${host} to be a DPU host with a subnet`;
	}

	announce(node, {
		id, encapIp, gatewayBridge: bridge, isDpu: true,
	}, variableOf(pod, 'OVN_GATEWAY_MODE') ?? '', nextHop);
	put(cluster, {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name: leaseName(host), namespace: 'ovn-kubernetes'},
		spec: {holderIdentity: host, leaseDurationSeconds: 40, renewTime: new Date(now).toISOString().replace('Z', '000Z')},
	}, now);
	return undefined;
}
