import {merge} from './merge.js';
import type {
	Cluster,
	Json,
	JsonObject,
	KubeObject,
} from './model.js';
import {type Resource, resourcesOf} from './resources.js';
import {strangeField} from './schema.js';
import {find, type NewObject, put} from './store.js';
import type {PodSpec, WorkloadSpec} from './views.js';

/**
What the API has against an object; thrown in kubectl's words.
*/
export class ApiError extends Error {
	override name = 'ApiError';
}

const refuse = (reason: string, words: string) => new ApiError(`Error from server (${reason}): ${words}`);
const nameIsRight = (name: unknown): name is string => typeof name === 'string' && /^[\da-z](?:[\d\-.:a-z]*[\da-z])?$/v.test(name);

/**
Stores an object that somebody sent, over what is there of it. Throws an `ApiError` for what the API would refuse.
*/
export function admit(cluster: Cluster, sent: JsonObject, usualNamespace: string, now: number): {readonly resource: Resource; readonly object: KubeObject} {
	const {apiVersion, kind, metadata} = sent as {apiVersion?: string; kind?: string; metadata?: JsonObject};
	const resource = resourcesOf(cluster).find(each => each.kind === kind && each.group === apiVersion);
	if (!resource) {
		throw new ApiError(`error: resource mapping not found for name: "${metadata?.name as string | undefined ?? ''}" namespace: "" from "STDIN": no matches for kind "${kind ?? ''}" in version "${apiVersion ?? ''}"\nensure CRDs are installed first`);
	}

	const strange = strangeField(resource.kind, sent);
	if (strange !== undefined) {
		throw refuse('BadRequest', `${resource.kind} in version "${apiVersion!}" cannot be handled as a ${resource.kind}: strict decoding error: ${strange}`);
	}

	const name = metadata?.name;
	if (!nameIsRight(name)) {
		throw refuse('Invalid', `${resource.kind}.${apiVersion!} "${JSON.stringify(name)}" is invalid: metadata.name: Invalid value: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'`);
	}

	const namespace = resource.isNamespaced ? (metadata?.namespace as string | undefined) ?? usualNamespace : undefined;
	if (namespace !== undefined && !find(cluster, 'Namespace', undefined, namespace)) {
		throw refuse('NotFound', `namespaces "${namespace}" not found`);
	}

	const old = find(cluster, resource.kind, namespace, name);
	const {status, ...known} = (old ?? {}) as JsonObject & {status?: Json};
	const merged = merge(known, {...sent, metadata: {...metadata, ...(namespace !== undefined && {namespace})}}) as unknown as NewObject;
	checkSpec(merged, resource);
	const object = put(cluster, {...merged, ...statusOf(resource, status)}, now);
	return {resource, object};
}

const statusOf = ({kind}: Resource, old: Json | undefined): {readonly status?: JsonObject} => kind === 'CustomResourceDefinition'
	? {status: {conditions: [{type: 'NamesAccepted', status: 'True'}, {type: 'Established', status: 'True'}]}}
	: (old === undefined ? {} : {status: old as JsonObject});

function checkSpec({kind, metadata, spec}: NewObject, resource: Resource): void {
	const invalid = (words: string) => refuse('Invalid', `${kind}.${resource.group} "${metadata.name}" is invalid: ${words}`);
	const isWorkload = kind === 'DaemonSet' || kind === 'Deployment';
	const template = isWorkload ? (spec as WorkloadSpec | undefined)?.template : undefined;
	if (isWorkload) {
		const labels = template?.metadata?.labels ?? {};
		const selector = (spec as WorkloadSpec | undefined)?.selector?.matchLabels;
		if (selector === undefined) {
			throw invalid('spec.selector: Required value');
		}

		if (Object.entries(selector).some(([key, value]) => labels[key] !== value)) {
			throw invalid(`spec.template.metadata.labels: Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``);
		}
	}

	const pod = isWorkload ? template?.spec : (kind === 'Pod' ? spec as PodSpec : undefined);
	if (!pod) {
		return;
	}

	const all = [...pod.initContainers ?? [], ...pod.containers ?? []];
	if ((pod.containers ?? []).length === 0 || all.some(({name, image}) => name === undefined || image === undefined)) {
		throw invalid('spec.containers: Required value');
	}

	for (const {name, resources, volumeMounts = []} of all) {
		const lost = volumeMounts.find(mount => !pod.volumes?.some(volume => volume.name === mount.name));
		if (lost) {
			throw invalid(`spec.containers[${name}].volumeMounts: Not found: "${lost.name}"`);
		}

		const uneven = Object.keys({...resources?.requests, ...resources?.limits}).find(each => each.includes('/') && resources?.limits?.[each] !== (resources?.requests?.[each] ?? resources?.limits?.[each]));
		if (uneven !== undefined) {
			throw invalid(`spec.containers[${name}].resources.requests: must be equal to ${uneven} limit`);
		}
	}
}

