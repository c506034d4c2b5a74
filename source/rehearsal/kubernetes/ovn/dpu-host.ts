import {addressIn} from '../addresses.js';
import {type Context, whyNoApi} from '../context.js';
import type {KubeObject} from '../model.js';
import type {Kubelet} from '../node.js';
import {find} from '../store.js';
import {variableOf} from '../views.js';
import {dpuIsAlive} from './dpu.js';
import {managementPort, writeCni} from './full.js';
import {gatewayOptions, isSet, ovnConfig} from './options.js';
import {nodeSubnet} from './subnets.js';

/**
Ovnkube on a host whose DPU does the work. Returns what it waits for.
*/
export function runDpuHost(pod: KubeObject, kubelet: Kubelet, context: Context): string | undefined {
	const {machine, nodeName} = kubelet;
	const {links} = machine.network;
	if (isSet(pod, 'OVN_ENABLE_OVNKUBE_IDENTITY')) {
		return 'ovnkube-identity is not supported in the mode dpu-host';
	}

	const resource = variableOf(pod, 'OVNKUBE_NODE_MGMT_PORT_DP_RESOURCE_NAME') ?? '';
	if (resource === '' && isSet(pod, 'OVN_NETWORK_SEGMENTATION_ENABLE')) {
		return 'ovnkube-node-mgmt-port-dp-resource-name is needed where user-defined networks are enabled';
	}

	// The device plugin gives out the first of the management ports first.
	const netdev = resource === '' ? variableOf(pod, 'OVNKUBE_NODE_MGMT_PORT_NETDEV') ?? '' : 'eth0-1';
	if (netdev === '') {
		return 'ovnkube-node-mgmt-port-netdev or ovnkube-node-mgmt-port-dp-resource-name must be provided';
	}

	if (!isSet(pod, 'OVN_SIMULATE_DPU')) {
		return `failed to get the device of ${netdev}: lstat /sys/class/net/${netdev}/device/physfn: no such file or directory`;
	}

	const link = links.get(managementPort) ?? links.get(netdev);
	if (!link) {
		return `failed to get link by name ${netdev}: Link not found`;
	}

	const gateway = gatewayOptions(variableOf(pod, 'OVN_GATEWAY_OPTS') ?? '');
	const uplink = typeof gateway === 'string' ? undefined : links.get(gateway.device ?? '');
	if (!uplink?.isUp || uplink.addresses.length === 0) {
		return typeof gateway === 'string' ? gateway : `failed to get interface details for ${gateway.device ?? 'the gateway interface'}`;
	}

	const noApi = whyNoApi(ovnConfig(context.cluster, 'k8s_apiserver'), kubelet, context);
	if (noApi !== undefined) {
		return noApi;
	}

	writeCni(machine);
	const subnet = nodeSubnet(find(context.cluster, 'Node', undefined, nodeName)!);
	if (subnet === undefined || !dpuIsAlive(nodeName, context)) {
		return 'waiting for the DPU to be ready';
	}

	if (link.name !== managementPort) {
		links.delete(link.name);
		link.name = managementPort;
		links.set(managementPort, link);
	}

	link.isUp = true;
	link.addresses = [{address: addressIn(subnet, 2), prefix: Number(subnet.split('/', 2)[1])}];
	return undefined;
}
