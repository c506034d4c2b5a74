import type {Cluster} from './model.js';

/**
A kind of objects, and how it is called.
*/
export type Resource = {
	readonly kind: string;
	readonly plural: string;
	readonly group: string;
	readonly isNamespaced: boolean;
	readonly names: readonly string[];
};

const resource = (kind: string, plural: string, group: string, isNamespaced: boolean, ...short: readonly string[]): Resource => ({
	kind, plural, group, isNamespaced, names: [plural, kind.toLowerCase(), ...short],
});

const builtIn: readonly Resource[] = [
	resource('Node', 'nodes', 'v1', false, 'no'),
	resource('Namespace', 'namespaces', 'v1', false, 'ns'),
	resource('Pod', 'pods', 'v1', true, 'po'),
	resource('ConfigMap', 'configmaps', 'v1', true, 'cm'),
	resource('Secret', 'secrets', 'v1', true),
	resource('Service', 'services', 'v1', true, 'svc'),
	resource('ServiceAccount', 'serviceaccounts', 'v1', true, 'sa'),
	resource('Event', 'events', 'v1', true, 'ev'),
	resource('Lease', 'leases', 'coordination.k8s.io/v1', true),
	resource('DaemonSet', 'daemonsets', 'apps/v1', true, 'ds'),
	resource('Deployment', 'deployments', 'apps/v1', true, 'deploy'),
	resource('Role', 'roles', 'rbac.authorization.k8s.io/v1', true),
	resource('RoleBinding', 'rolebindings', 'rbac.authorization.k8s.io/v1', true),
	resource('ClusterRole', 'clusterroles', 'rbac.authorization.k8s.io/v1', false),
	resource('ClusterRoleBinding', 'clusterrolebindings', 'rbac.authorization.k8s.io/v1', false),
	resource('CustomResourceDefinition', 'customresourcedefinitions', 'apiextensions.k8s.io/v1', false, 'crd', 'crds'),
];

export type CrdSpec = {
	readonly group: string;
	readonly scope: string;
	readonly names: {readonly plural: string; readonly kind: string; readonly singular?: string; readonly shortNames?: readonly string[]};
	readonly versions: ReadonlyArray<{readonly name: string}>;
};

/**
Every kind that a cluster has, with those of its CRDs.
*/
export const resourcesOf = ({objects}: Cluster): readonly Resource[] => [
	...builtIn,
	...objects.values().filter(({kind}) => kind === 'CustomResourceDefinition').map(({spec}) => {
		const {group, scope, names, versions} = spec as unknown as CrdSpec;
		return {
			...resource(names.kind, names.plural, `${group}/${versions[0]!.name}`, scope === 'Namespaced', ...names.shortNames ?? []),
		};
	}),
];

/**
The kind that a word of a person means: `ds`, `daemonset`, `network-attachment-definitions.k8s.cni.cncf.io`.
*/
export function findResource(cluster: Cluster, word: string): Resource | undefined {
	const [name = '', ...group] = word.toLowerCase().split('.');
	const isOf = (each: Resource) => group.length === 0 || each.group.split('/', 1)[0] === group.join('.');
	return resourcesOf(cluster).find(each => each.names.includes(name) && isOf(each));
}

/**
`daemonset.apps/kube-flannel-ds`, as kubectl prints it.
*/
export function objectName({kind, group}: Resource, name: string): string {
	const domain = group.includes('/') ? `.${group.split('/', 1)[0]!}` : '';
	return `${kind.toLowerCase()}${domain}/${name}`;
}
