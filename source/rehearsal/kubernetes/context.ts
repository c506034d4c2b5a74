import type {Rehearsal} from '../rehearsal.js';
import {askServer} from './config.js';
import type {Cluster, KubeObject} from './model.js';
import type {Kubelet} from './node.js';
import {find} from './store.js';

/**
One look at a cluster: what its controllers and kubelets find now.
*/
export type Context = {
	readonly cluster: Cluster;
	readonly rehearsal: Rehearsal;
	readonly now: number;
	/**
	Kubelets that the API hears of, by the node's name.
	*/
	readonly kubelets: ReadonlyMap<string, Kubelet>;
};

/**
Whether a URL is this cluster's API for a machine; else why not.
*/
export function whyNoApi(url: string, kubelet: Kubelet, {cluster, rehearsal}: Pick<Context, 'cluster' | 'rehearsal'>): string | undefined {
	const answer = askServer(url, kubelet.machine, rehearsal);
	return answer === cluster ? undefined : `unable to connect to the API server ${url}: ${typeof answer === 'string' ? answer : 'x509: certificate signed by unknown authority'}`;
}

export const configMapText = (cluster: Cluster, pod: KubeObject, name: string, key: string): string | undefined => {
	const data = find(cluster, 'ConfigMap', pod.metadata.namespace, name)?.data;
	return data?.[key];
};
