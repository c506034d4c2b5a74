import type {Context} from './context.js';
import {networkOfNode} from './cni.js';
import {devicesOf} from './devices.js';
import type {JsonObject, KubeObject} from './model.js';
import {list} from './store.js';
import {isReady, taintsOf} from './views.js';

/**
What each kubelet tells of its node, and what the node controller makes of a kubelet that is silent.
*/
export function syncNodes(context: Context): void {
	for (const node of list(context.cluster, 'Node')) {
		syncNode(node, context);
	}
}

const notReady = 'node.kubernetes.io/not-ready';

function syncNode(node: KubeObject, context: Context): void {
	const kubelet = context.kubelets.get(node.metadata.name);
	const condition = (status: string, reason: string, message: string) => ({
		...node.status, conditions: [{
			type: 'Ready', status, reason, message,
		}],
	});
	if (kubelet) {
		const network = kubelet.runtime ? networkOfNode(kubelet, context) : undefined;
		const trouble = kubelet.runtime === undefined ? 'container runtime is down' : (typeof network === 'string' ? `container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:${network}` : undefined);
		node.status = {
			...(trouble === undefined ? condition('True', 'KubeletReady', 'kubelet is posting ready status') : condition('False', 'KubeletNotReady', trouble)),
			addresses: [{type: 'InternalIP', address: kubelet.nodeIp}, {type: 'Hostname', address: node.metadata.name}],
			allocatable: {
				cpu: '4', memory: '8Gi', pods: '110', ...devicesOf(node, context),
			},
			nodeInfo: {kubeletVersion: `v${kubelet.machine.packages.get('kubelet')!}`, containerRuntimeVersion: kubelet.runtime ? `${kubelet.runtime.name}://${kubelet.runtime.version}` : 'unknown'},
		};
	} else {
		node.status &&= condition('Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.') as unknown as JsonObject;
	}

	const others = taintsOf(node).filter(({key}) => key !== notReady);
	node.spec = {...node.spec, taints: [...others, ...(isReady(node) ? [] : [{key: notReady, effect: 'NoSchedule'}])]};
}
