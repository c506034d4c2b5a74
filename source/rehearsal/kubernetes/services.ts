import type {Context} from './context.js';
import {networkOfNode} from './cni.js';
import {softwareOf} from './images.js';
import type {Kubelet} from './node.js';
import {list} from './store.js';
import {isPodReady, podSpec} from './views.js';

/**
Whether the addresses of services lead somewhere on a node: kube-proxy, or OVN-Kubernetes in its place.
*/
export function servesServices(kubelet: Kubelet, context: Context): boolean {
	const network = networkOfNode(kubelet, context);
	const on = list(context.cluster, 'Pod').filter(pod => podSpec(pod).nodeName === kubelet.nodeName && isPodReady(pod));
	return on.some(pod => softwareOf(pod, context) === 'kube-proxy') || (typeof network !== 'string' && network.kind === 'ovn' && on.some(pod => softwareOf(pod, context) === 'ovn-kubernetes'));
}
