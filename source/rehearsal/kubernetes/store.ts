import {randomUUID} from 'node:crypto';
import type {Cluster, KubeObject, Metadata} from './model.js';

export const keyOf = (kind: string, namespace: string | undefined, name: string): string => `${kind}/${namespace ?? ''}/${name}`;

export const find = ({objects}: Cluster, kind: string, namespace: string | undefined, name: string): KubeObject | undefined => objects.get(keyOf(kind, namespace, name));

const orderOf = ({metadata: {namespace = '', name}}: KubeObject): string => `${namespace}/${name}`;

/**
All objects of a kind, by name; of one namespace where one is given.
*/
export const list = ({objects}: Cluster, kind: string, namespace?: string): KubeObject[] => objects.values()
	.filter(each => each.kind === kind && (namespace === undefined || each.metadata.namespace === namespace))
	.toArray()
	.toSorted((first, second) => orderOf(first) < orderOf(second) ? -1 : 1);

export type NewObject = Omit<KubeObject, 'metadata'> & {readonly kind: string; readonly apiVersion: string; readonly metadata: Partial<Metadata> & {readonly name: string}};

/**
Stores an object; what is there already keeps its identity. Returns what it is then.
*/
export function put(cluster: Cluster, object: NewObject, now: number): KubeObject {
	const {metadata} = object;
	const key = keyOf(object.kind, metadata.namespace, metadata.name);
	const old = cluster.objects.get(key);
	const stored: KubeObject = {
		...object,
		metadata: {
			...metadata,
			uid: old?.metadata.uid ?? randomUUID(),
			creationTimestamp: old?.metadata.creationTimestamp ?? new Date(now).toISOString().replace(/\.\d+Z$/v, 'Z'),
			generation: (old?.metadata.generation ?? 0) + 1,
			labels: {...metadata.labels},
			annotations: {...metadata.annotations},
		},
	};
	cluster.objects.set(key, stored);
	return stored;
}

export function remove(cluster: Cluster, object: KubeObject): void {
	const {kind, metadata: {namespace, name}} = object;
	cluster.objects.delete(keyOf(kind, namespace, name));
	// What it owned goes with it: objects of a kind, of a namespace, pods of a workload.
	const dependants = cluster.objects.values().filter(each => each.metadata.ownerUid === object.metadata.uid || (kind === 'Namespace' && each.metadata.namespace === name) || (kind === 'CustomResourceDefinition' && each.kind === (object.spec?.names as {kind?: string} | undefined)?.kind)).toArray();
	for (const each of dependants) {
		remove(cluster, each);
	}
}
