import {pullForPod} from '../containers/runtime.js';
import {attachPod, detachPod} from './cni.js';
import type {Context} from './context.js';
import {softwareOf} from './images.js';
import type {JsonObject, KubeObject} from './model.js';
import type {Kubelet} from './node.js';
import {software} from './software/index.js';
import {find, list} from './store.js';
import {podSpec} from './views.js';

const secondsToReady = 4;

/**
What the kubelets do with the pods of their nodes.
*/
export function runPods(context: Context): void {
	for (const pod of list(context.cluster, 'Pod')) {
		const kubelet = context.kubelets.get(podSpec(pod).nodeName ?? '');
		if (kubelet) {
			runPod(pod, kubelet, context);
		}
	}
}

function runPod(pod: KubeObject, kubelet: Kubelet, context: Context): void {
	const run = context.cluster.runs.get(pod.metadata.uid) ?? {since: undefined, waits: undefined, devices: []};
	context.cluster.runs.set(pod.metadata.uid, run);
	const {spec} = pod;
	const attached = whyNotStarted(pod, kubelet, context) ?? (spec?.hostNetwork === true ? {address: kubelet.nodeIp} : attachPod(pod, kubelet, context));
	if (typeof attached === 'string') {
		run.since = undefined;
		pod.status = status(pod, 'Pending', false, attached, kubelet, undefined);
		return;
	}

	const waits = program(pod, kubelet, context);
	run.waits = waits;
	// Ready is who had nothing to wait for since a while.
	run.since ??= context.now;
	const isReady = waits === undefined && context.now - run.since >= secondsToReady * 1000;
	if (waits !== undefined) {
		run.since = context.now;
	}

	pod.status = status(pod, 'Running', isReady, waits, kubelet, attached.address);
}

const program = (pod: KubeObject, kubelet: Kubelet, context: Context): string | undefined => {
	const name = softwareOf(pod, context) ?? '';
	return software[name]?.(pod, kubelet, context);
};

function whyNotStarted(pod: KubeObject, {machine, runtime}: Kubelet, {cluster, rehearsal}: Context): string | undefined {
	if (!runtime) {
		return 'container runtime is down';
	}

	if (runtime.trouble !== undefined) {
		return `Failed to create pod sandbox: ${runtime.trouble}`;
	}

	const {volumes = [], serviceAccountName, containers, initContainers = []} = podSpec(pod);
	const {namespace} = pod.metadata;
	if (serviceAccountName !== undefined && !find(cluster, 'ServiceAccount', namespace, serviceAccountName)) {
		return `error looking up service account ${namespace ?? ''}/${serviceAccountName}: serviceaccount "${serviceAccountName}" not found`;
	}

	const missing = volumes.find(({configMap}) => configMap && !find(cluster, 'ConfigMap', namespace, configMap.name));
	if (missing) {
		return `MountVolume.SetUp failed for volume "${missing.name}": configmap "${missing.configMap!.name}" not found`;
	}

	for (const {image} of [...initContainers, ...containers]) {
		const failed = pullForPod(image, machine, runtime, rehearsal);
		if (failed !== undefined) {
			return failed;
		}
	}

	return undefined;
}

const status = (pod: KubeObject, phase: string, isReady: boolean, message: string | undefined, {nodeIp}: Kubelet, address: string | undefined): JsonObject => {
	const conditions = [{type: 'PodScheduled', status: 'True'}, {type: 'Ready', status: isReady ? 'True' : 'False'}];
	return {
		phase, hostIP: nodeIp, conditions, ...(address !== undefined && {podIP: address}), ...(message !== undefined && {message}),
		containerStatuses: podSpec(pod).containers.map(({name, image}) => ({name, image, ready: isReady})),
	};
};

/**
Ends a pod that the API does not know any more: its devices and its place in the network are free again.
*/
export function stopPod(uid: string, context: Context): void {
	const run = context.cluster.runs.get(uid);
	if (!run) {
		return;
	}

	detachPod(uid, run, context);
	context.cluster.runs.delete(uid);
}

