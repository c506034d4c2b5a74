import type {Context} from '../context.js';
import type {Kubelet} from '../node.js';
import {find, list} from '../store.js';
import {podSpec, variableOf} from '../views.js';

export const leaseName = (node: string): string => `ovn-dpu-${node}`;
const leaseMs = 40_000;

/**
Whether OVN-Kubernetes works on a node in the mode of DPU hosts.
*/
export const isDpuHost = ({nodeName}: Pick<Kubelet, 'nodeName'>, {cluster}: Pick<Context, 'cluster'>): boolean =>
	list(cluster, 'Pod').some(pod => podSpec(pod).nodeName === nodeName && variableOf(pod, 'OVNKUBE_NODE_MODE') === 'dpu-host');

/**
Whether the DPU of a node has renewed its lease lately.
*/
export function dpuIsAlive(node: string, {cluster, now}: Pick<Context, 'cluster' | 'now'>): boolean {
	const renewed = find(cluster, 'Lease', 'ovn-kubernetes', leaseName(node))?.spec?.renewTime;
	return typeof renewed === 'string' && now - Date.parse(renewed) < leaseMs;
}
