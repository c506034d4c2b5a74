import type {
	Cluster,
	Lab,
	NetworkInterface,
	Node,
} from '../../source/lab/lab.js';
import {clusterOf, nicOn} from '../launch/clusters.js';

/**
The documents' name of the bridge between a node's Open vSwitch and its cluster network.
*/
export const externalBridge = 'br-ex';

/**
The bridge of a DPU between its host and the tenant network: enp8s0 and VF 0 (D62).
*/
export const tenantBridge = 'br-tenant';

export const managementNic = (lab: Lab, node: Node): NetworkInterface => needed(nicOn(node, lab.managementNetwork), node, lab.managementNetwork);
export const tenantNic = (lab: Lab, node: Node): NetworkInterface => needed(nicOn(node, lab.tenant.network), node, lab.tenant.network);

/**
What carries the node's cluster traffic: its NIC on the cluster's network, or VF 0 for a DPU host, which has none.
*/
export function uplink(lab: Lab, node: Node): {readonly device: string; readonly mac: string} {
	const nic = nicOn(node, clusterOf(lab, node).network) ?? node.virtualFunctions[0];
	return needed(nic, node, clusterOf(lab, node).network);
}

/**
`192.168.200.2/24`
*/
export const withPrefix = (address: string, {subnet}: Cluster): string => `${address}/${subnet.split('/', 2)[1] ?? '24'}`;

function needed<T>(value: T | undefined, node: Node, network: string): T {
	if (value === undefined) {
		throw new Error(`${node.name} has no NIC on ${network}`);
	}

	return value;
}
