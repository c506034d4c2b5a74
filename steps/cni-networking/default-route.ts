import type {Lab, Node} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';
import {waitUntil} from '../../source/shell/wait.js';
import {clusterOf} from '../launch/clusters.js';
import {managementNic} from './facts.js';
import {withoutDefaultRoute} from './network-manager.js';
import {networkdWithoutDefaultRoute} from './networkd.js';

/**
Fails unless the gateway of the node's cluster network answers over the device. Stands before everything that moves the default route: the documents
moved it first, and a DPU host was then without DNS, packages and images (D61).
*/
export const provePath = (lab: Lab, node: Node, device: string): Command => {
	const {gatewayIp} = clusterOf(lab, node);
	const through = node.peer === undefined || node.role !== 'dpu-host' ? '' : `; its path leads through ${node.peer}: see br-tenant there`;
	return waitUntil(sh`ping -c1 -W2 -I ${device} ${gatewayIp}`, {
		seconds: 60,
		message: `${node.name} gets no answer from the gateway ${gatewayIp} over ${device}${through}. The default route stays on the management network`,
	});
};

/**
Takes the default route and the DNS servers from the management NIC, which keeps its address: that is how the wizard comes in.
*/
export const releaseDefaultRoute = (lab: Lab, node: Node): Command => {
	const {device} = managementNic(lab, node);
	return lab.guestFamily === 'fedora' ? withoutDefaultRoute(device) : networkdWithoutDefaultRoute(device);
};

/**
Succeeds where the address is on the device and the one default route goes over it.
*/
export const isRoutedOver = (device: string, address: string, gateway: string): Command => sh`
	ip -o -4 addr show dev ${device} 2>/dev/null | grep -qF ${` ${address} `} &&
	  ip -4 route show default | grep -qF ${`default via ${gateway} dev ${device} `} &&
	  test "$(ip -4 route show default | wc -l)" = 1
`;
