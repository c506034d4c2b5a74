import {createHash} from 'node:crypto';
import type {Context} from './context.js';
import type {JsonObject, KubeObject} from './model.js';
import {stopPod} from './kubelet.js';
import {daemonTolerations, whyNot} from './schedule.js';
import {list, put, remove} from './store.js';
import {
	isPodReady,
	podSpec,
	type WorkloadSpec,
	workloadSpec,
} from './views.js';

const hashOf = (spec: WorkloadSpec): string => createHash('sha256').update(JSON.stringify(spec.template)).digest('hex').slice(0, 9);
const hashLabel = 'pod-template-hash';

export const podsOf = ({metadata: {uid}}: KubeObject, context: Pick<Context, 'cluster'>): KubeObject[] => list(context.cluster, 'Pod').filter(({metadata}) => metadata.ownerUid === uid);

/**
The controllers of daemon sets and deployments: pods that should be there are made, others go.
*/
export function syncWorkloads(context: Context): void {
	const {cluster} = context;
	for (const set of list(cluster, 'DaemonSet')) {
		syncDaemonSet(set, context);
	}

	for (const deployment of list(cluster, 'Deployment')) {
		syncDeployment(deployment, context);
	}

	// What a workload or a namespace took along.
	for (const uid of cluster.runs.keys()) {
		if (!cluster.objects.values().some(({kind, metadata}) => kind === 'Pod' && metadata.uid === uid)) {
			stopPod(uid, context);
		}
	}
}

const wantedNodes = (set: KubeObject, {cluster}: Context): readonly KubeObject[] => {
	const {template: {spec}} = workloadSpec(set);
	return list(cluster, 'Node').filter(node => whyNot(spec, node, {tolerated: daemonTolerations(spec)}) === undefined);
};

function syncDaemonSet(set: KubeObject, context: Context): void {
	const wanted = wantedNodes(set, context).map(({metadata}) => metadata.name);
	const hash = hashOf(workloadSpec(set));
	const pods = podsOf(set, context);
	const unwanted = pods.filter(each => !wanted.includes(podSpec(each).nodeName!) || each.metadata.labels[hashLabel] !== hash);
	for (const pod of unwanted) {
		removePod(pod, context);
	}

	const covered = new Set(podsOf(set, context).map(pod => podSpec(pod).nodeName));
	const uncovered = wanted.filter(each => !covered.has(each));
	for (const name of uncovered) {
		makePod(set, hash, suffix(`${set.metadata.uid}${name}${hash}`), context, {nodeName: name});
	}
}

function syncDeployment(deployment: KubeObject, context: Context): void {
	const spec = workloadSpec(deployment);
	const hash = hashOf(spec);
	const pods = podsOf(deployment, context);
	const current = pods.filter(({metadata}) => metadata.labels[hashLabel] === hash);
	for (let index = current.length; index < (spec.replicas ?? 1); index++) {
		makePod(deployment, hash, `${hash}-${suffix(`${deployment.metadata.uid}${hash}${index}`)}`, context, {});
	}

	for (const pod of current.slice(spec.replicas ?? 1)) {
		removePod(pod, context);
	}

	// Old ones that work stay until as many new ones do.
	const ready = current.filter(pod => isPodReady(pod)).length;
	const old = pods.filter(({metadata}) => metadata.labels[hashLabel] !== hash);
	const replaced = old.filter((each, index) => !isPodReady(each) || index < ready);
	for (const pod of replaced) {
		removePod(pod, context);
	}
}

const suffix = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 5);

function makePod(owner: KubeObject, hash: string, end: string, {cluster, now}: Context, spec: JsonObject): void {
	const {template} = workloadSpec(owner);
	put(cluster, {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name: `${owner.metadata.name}-${end}`,
			namespace: owner.metadata.namespace!,
			labels: {...template.metadata?.labels, [hashLabel]: hash},
			annotations: {...template.metadata?.annotations},
			ownerUid: owner.metadata.uid,
		},
		spec: {...structuredClone(template.spec) as unknown as JsonObject, ...spec},
	}, now);
}

function removePod(pod: KubeObject, context: Context): void {
	remove(context.cluster, pod);
	stopPod(pod.metadata.uid, context);
}

/**
What the controllers write back of their pods.
*/
export function syncStatus(context: Context): void {
	const {cluster} = context;
	for (const set of list(cluster, 'DaemonSet')) {
		const pods = podsOf(set, context);
		const ready = pods.filter(pod => isPodReady(pod)).length;
		const desired = wantedNodes(set, context).length;
		set.status = {
			desiredNumberScheduled: desired, currentNumberScheduled: pods.length, updatedNumberScheduled: pods.length, numberReady: ready, numberAvailable: ready, numberMisscheduled: 0, observedGeneration: set.metadata.generation,
		};
	}

	for (const deployment of list(cluster, 'Deployment')) {
		const pods = podsOf(deployment, context);
		const hash = hashOf(workloadSpec(deployment));
		const ready = pods.filter(pod => isPodReady(pod)).length;
		deployment.status = {
			replicas: pods.length,
			updatedReplicas: pods.filter(({metadata}) => metadata.labels[hashLabel] === hash).length,
			// Go leaves out what is zero.
			...(ready > 0 && {readyReplicas: ready, availableReplicas: ready}),
			observedGeneration: deployment.metadata.generation,
		};
	}
}
