import type {
	Cluster,
	Lab,
	NetworkInterface,
	Node,
} from '../../source/lab/lab.js';

/**
The cluster of a node that has one.
*/
export function clusterOf(lab: Lab, node: Node): Cluster {
	if (node.cluster === undefined) {
		throw new Error(`${node.name} belongs to no cluster`);
	}

	return lab[node.cluster];
}

/**
The node's address in its cluster: kubelet's node IP.
*/
export function dataIpOf(node: Node): string {
	if (node.dataIp === undefined) {
		throw new Error(`${node.name} has no address in a cluster network`);
	}

	return node.dataIp;
}

/**
The NIC of a node on a libvirt network, or undefined where it has none there.
*/
export const nicOn = (node: Node, network: string): NetworkInterface | undefined => node.networkInterfaces.find(nic => nic.network === network);

/**
The gateway's registry under the name that the nodes of a cluster know it by (D141): the gateway's address in their own network.
*/
export const registryOf = (lab: Lab, cluster: Cluster): string => `${cluster.gatewayIp}:${lab.registryPort}`;

/**
The gateway's registry as the server knows it: by the management address, the only one that the server can route to.
*/
export const registryFromServer = (lab: Lab): string => `${lab.gateway.managementIp}:${lab.registryPort}`;

/**
The two controllers, infra's first.
*/
export const controllers = (lab: Lab): readonly Node[] => [lab.infra.controller, lab.tenant.controller];

/**
Nodes that join a cluster. The profile `ctrl-only` stops at the controllers, as the documents do.
*/
export const joiningNodes = (lab: Lab): readonly Node[] => lab.profile === 'ctrl-only'
	? []
	: lab.clusterNodes.filter(node => node.name !== clusterOf(lab, node).controller.name);

/**
Nodes that run Kubernetes.
*/
export const kubernetesNodes = (lab: Lab): readonly Node[] => [...controllers(lab), ...joiningNodes(lab)];

/**
Nodes that run OVN-Kubernetes over their own Open vSwitch: all that have one, and in `ctrl-only` the controllers alone.
*/
export const ovnNodes = (lab: Lab): readonly Node[] => kubernetesNodes(lab).filter(node => node.hasOvs && (lab.profile !== 'offload' || node.role !== 'infra-controller'));

/**
Clusters whose primary network is OVN-Kubernetes: in `offload` the tenant's alone, because two of its stacks cannot share a DPU.
*/
export const ovnClusters = (lab: Lab): readonly Cluster[] => lab.profile === 'offload' ? [lab.tenant] : [lab.infra, lab.tenant];
