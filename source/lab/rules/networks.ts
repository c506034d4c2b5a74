import type {LabDefinition} from '../definition.js';
import {type AddressRange, isOverlapping, parseCidr} from '../ipv4.js';
import type {Problem} from '../problem.js';
import {valueOf} from '../values.js';

type Network = {readonly field: string | undefined; readonly words: string; readonly range: AddressRange};

const reserved: ReadonlyArray<readonly [cidr: string, words: string]> = [
	['100.64.0.0/16', 'OVN-Kubernetes\' join network (100.64.0.0/16)'],
	['100.88.0.0/16', 'OVN-Kubernetes\' transit network (100.88.0.0/16)'],
	['169.254.0.0/17', 'OVN-Kubernetes\' masquerade network (169.254.0.0/17)'],
	['172.17.0.0/16', 'docker\'s own bridge (172.17.0.0/16)'],
];

/**
Addresses and names that would get in each other's way.
*/
export function checkNetworks({arrays, variables}: LabDefinition): readonly Problem[] {
	const value = (name: string) => valueOf(name, variables);
	return [
		...checkOverlaps(value),
		...checkHostPrefix(value, 'INFRA_NET_CIDR', arrays.INFRA_CTRL_LIST.length + arrays.INFRA_DPU_LIST.length),
		...checkHostPrefix(value, 'TENANT_NET_CIDR', arrays.TENANT_CTRL_LIST.length + arrays.TENANT_DPU_HOST_LIST.length + arrays.TENANT_WORKER_LIST.length),
		...checkDifferent(value, ['MGMT_NETWORK', 'INFRA_NETWORK', 'TENANT_NETWORK'], 'each NIC must be on a network of its own'),
		...checkDifferent(value, ['INFRA_BRIDGE', 'TENANT_BRIDGE'], 'a libvirt network has a bridge of its own'),
		...['INFRA_BRIDGE', 'TENANT_BRIDGE'].flatMap(field => checkBridge(field, value(field))),
	];
}

function checkOverlaps(value: (name: string) => string): readonly Problem[] {
	const own = (field: string, cidr: string): readonly Network[] => {
		const range = parseCidr(cidr);
		return range ? [{field, words: `${field} (${cidr})`, range}] : [];
	};

	const networks: readonly Network[] = [
		...reserved.map(([cidr, words]) => ({field: undefined, words, range: parseCidr(cidr)!})),
		...['MGMT_OCTETS', 'INFRA_OCTETS', 'TENANT_OCTETS'].flatMap(field => own(field, `${value(field)}.0/24`)),
		...['INFRA_NET_CIDR', 'INFRA_SVC_CIDR', 'TENANT_NET_CIDR', 'TENANT_SVC_CIDR'].flatMap(field => own(field, value(field))),
	];
	return networks.flatMap(({field, words, range}, index) => {
		const other = field === undefined ? undefined : networks.slice(0, index).find(each => isOverlapping(each.range, range));
		return field === undefined || other === undefined
			? []
			: [{
				field,
				...(other.field !== undefined && {also: [other.field]}),
				message: `${words} overlaps with ${other.words}.`,
				reason: 'a node that sees both could not tell where a packet belongs; DPUs see the addresses of both clusters',
			}];
	});
}

function checkHostPrefix(value: (name: string) => string, field: string, nodes: number): readonly Problem[] {
	const cidr = parseCidr(value(field));
	const prefix = Number(value('HOST_PREFIX'));
	const room = 2 ** (prefix - (cidr?.prefix ?? 0));
	return cidr === undefined || Number.isNaN(prefix) || (prefix > cidr.prefix && room >= nodes)
		? []
		: [{
			field, also: ['HOST_PREFIX'], message: `${field} (${value(field)}) has room for ${Math.floor(room)} nodes of a /${prefix} each, and the cluster has ${nodes}.`, reason: 'each node takes a subnet of the pod addresses, HOST_PREFIX long',
		}];
}

function checkDifferent(value: (name: string) => string, fields: readonly string[], reason: string): readonly Problem[] {
	return fields.flatMap((field, index) => {
		const same = fields.slice(0, index).find(other => value(other) === value(field));
		return same === undefined
			? []
			: [{
				field, also: [same], message: `${field} and ${same} are both ${value(field)}.`, reason,
			}];
	});
}

const checkBridge = (field: string, name: string): readonly Problem[] => /^(?:br\d+-vf\d+|tap\d+-vf\d+-[it]|virbr0|lo|docker0)$/v.test(name)
	? [{field, message: `${field} is ${name}, which is somebody else's name.`, reason: 'the wizard ties VF pairs together by bridges like br2-vf0, virbr0 belongs to libvirt\'s default network, docker0 and lo to the system'}]
	: [];
