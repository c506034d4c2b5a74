import {addressIn} from '../addresses.js';
import type {KubeObject} from '../model.js';

const annotation = 'k8s.ovn.org/node-subnets';

/**
The pods' network of a node, as the cluster manager annotated it.
*/
export function nodeSubnet({metadata: {annotations}}: KubeObject): string | undefined {
	const text = annotations[annotation];
	return text === undefined ? undefined : (JSON.parse(text) as {readonly default: readonly string[]}).default[0];
}

/**
What the cluster manager does: each node gets its part of `10.244.0.0/16/24`. Returns why it can't.
*/
export function allocateSubnets(network: string, nodes: readonly KubeObject[]): string | undefined {
	const {cidr, prefix} = /^(?<cidr>[\d.]+\/\d+)\/(?<prefix>\d+)$/v.exec(network)?.groups ?? {};
	if (cidr === undefined || Number(prefix) <= Number(cidr.split('/', 2)[1])) {
		return `cluster subnet invalid: CIDR ${network} is not properly formatted`;
	}

	const size = 2 ** (32 - Number(prefix));
	const taken = new Set(nodes.map(node => nodeSubnet(node)));
	let index = 0;
	const without = nodes.filter(each => nodeSubnet(each) === undefined);
	for (const node of without) {
		let subnet: string;
		do {
			subnet = `${addressIn(cidr, index * size)}/${prefix}`;
			index++;
		} while (taken.has(subnet));

		taken.add(subnet);
		node.metadata.annotations[annotation] = JSON.stringify({default: [subnet]});
	}

	return undefined;
}
