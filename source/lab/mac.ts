import {createHash} from 'node:crypto';

const octet = (byte: number): string => byte.toString(16).padStart(2, '0');
const hash = (...parts: readonly string[]) => createHash('sha256').update(parts.join('\0')).digest();

/**
MAC of a NIC on one of the lab's networks. It follows from the node's name, so that the management network can reserve an address for it.
*/
export function networkMac(node: string, network: 'mgmt' | 'infra' | 'tenant'): string {
	const bytes = hash(node, network);
	return `52:54:00:${octet(bytes[0]!)}:${octet(bytes[1]!)}:${octet(bytes[2]!)}`;
}

/**
MAC of a VF. OVN-Kubernetes' simulated DPU does not read the host's MAC but computes it from the name of the Kubernetes node
(generateMACForHostToDpu in go-controller/pkg/util/dpuops_linux.go), so this formula is not ours to choose.
*/
export function vfMac(node: string, end: 'host' | 'dpu', index: number): string {
	const bytes = hash(node, end);
	return `52:54:00:${octet(bytes[0]!)}:${octet(bytes[1]!)}:${octet(index)}`;
}
