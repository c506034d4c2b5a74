import {UserError} from '../errors.js';
import {arrayNames, type LabDefinition} from './definition.js';
import {deriveNode, type LabFacts} from './derive-node.js';
import type {
	Cluster,
	GuestFamily,
	Lab,
	Node,
	Profile,
} from './lab.js';
import {managementOctetsOf} from './management-address.js';
import {vfRootPortBuses} from './pci.js';
import {uuidOf} from './uuid.js';
import {valuesOf} from './values.js';

/**
Everything that follows from what a person said of a lab. The definition must be one that `validateLab` found nothing wrong with; without a gateway or a
controller it throws a `UserError`.
*/
export function deriveLab(definition: LabDefinition): Lab {
	const {id, name, arrays} = definition;
	const values = valuesOf(definition.variables);
	const poolDir = `${values.POOL_DIR}/dpu-wizard/${id}`;
	const images = {golden: `${poolDir}/golden.qcow2`, kubernetes: `${poolDir}/kubernetes.qcow2`, ovs: `${poolDir}/ovs.qcow2`};
	const facts: LabFacts = {
		id,
		profile: values.PROFILE as Profile,
		guestFamily: values.GUEST_FAMILY as GuestFamily,
		values,
		numVf: Number(values.NUM_VF),
		poolDir,
		managementOctets: managementOctetsOf(arrayNames.flatMap(array => arrays[array])),
		dpus: arrays.INFRA_DPU_LIST,
		dpuHosts: arrays.TENANT_DPU_HOST_LIST,
		images,
	};
	const nodes = arrayNames.flatMap(array => arrays[array].map(node => deriveNode(array, node, facts)));
	const withRole = (role: Node['role']) => nodes.filter(node => node.role === role);
	const [gateways, infraControllers, dpus] = [withRole('gateway'), withRole('infra-controller'), withRole('dpu')];
	const [tenantControllers, dpuHosts, tenantWorkers] = [withRole('tenant-controller'), withRole('dpu-host'), withRole('tenant-worker')];
	return {
		name,
		id,
		server: definition.server,
		profile: facts.profile,
		guestFamily: facts.guestFamily,
		variables: values,
		nodes,
		gateways,
		gateway: first(gateways, 'gateway', 'GATEWAY_LIST'),
		infraControllers,
		dpus,
		tenantControllers,
		dpuHosts,
		tenantWorkers,
		clusterNodes: nodes.filter(node => node.cluster !== undefined),
		infra: clusterOf('infra', first(infraControllers, 'infra controller', 'INFRA_CTRL_LIST'), dpus, facts),
		tenant: clusterOf('tenant', first(tenantControllers, 'tenant controller', 'TENANT_CTRL_LIST'), [...dpuHosts, ...tenantWorkers], facts),
		numVf: facts.numVf,
		vfRootPortBuses: vfRootPortBuses(facts.numVf),
		managementNetwork: values.MGMT_NETWORK!,
		managementOctets: values.MGMT_OCTETS!,
		vmUser: values.VM_USER!,
		poolDir,
		imageUrl: values.IMAGE_URL!,
		imageSha256: values.IMAGE_SHA256!,
		cloudImage: `${poolDir}/cloud-image.qcow2`,
		goldenImage: images.golden,
		kubernetesImage: images.kubernetes,
		ovsImage: images.ovs,
		dns: values.DNS_IP_ADDRESS!,
		registryPort: Number(values.HTTP_REGISTRY_PORT),
	};
}

function first(nodes: readonly Node[], words: string, array: string): Node {
	const [node] = nodes;
	if (node === undefined) {
		throw new UserError(`The lab has no ${words}.`, [`Name one in ${array}.`]);
	}

	return node;
}

function clusterOf(name: 'infra' | 'tenant', controller: Node, workers: readonly Node[], {id, values}: LabFacts): Cluster {
	const prefix = name === 'infra' ? 'INFRA' : 'TENANT';
	const octets = values[`${prefix}_OCTETS`]!;
	const network = values[`${prefix}_NETWORK`]!;
	return {
		name,
		network,
		bridge: values[`${prefix}_BRIDGE`]!,
		networkUuid: uuidOf(id, 'network', network),
		octets,
		subnet: `${octets}.0/24`,
		gatewayIp: `${octets}.254`,
		controller,
		workers,
		podCidr: values[`${prefix}_NET_CIDR`]!,
		serviceCidr: values[`${prefix}_SVC_CIDR`]!,
		hostPrefix: Number(values.HOST_PREFIX),
	};
}
