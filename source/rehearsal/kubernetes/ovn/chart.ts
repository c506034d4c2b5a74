import type {Json, JsonObject} from '../model.js';
import {leaseRole} from './dpu-mode.js';

/**
What the chart's templates make of its values. Throws an `Error` where a template fails.
*/
export function renderChart(values: JsonObject): readonly JsonObject[] {
	const tags = (values.tags ?? {}) as Readonly<Record<string, boolean>>;
	// Helm takes a chart whose tag nobody names.
	const has = (chart: string) => tags[chart] !== false;
	return [
		...always(values, tags['ovnkube-node-dpu-host'] === true),
		...(has('ovnkube-control-plane') ? [controlPlane(values)] : []),
		...(has('ovnkube-identity') ? [daemonSet('ovnkube-identity', values, {image: imageOf(values, 'image'), commands: ['ovnkube-identity'], nodeSelector: {'kubernetes.io/os': 'linux', 'node-role.kubernetes.io/control-plane': ''}})] : []),
		...(has('ovnkube-single-node-zone') ? [nodes(values)] : []),
		...(has('ovnkube-node-dpu-host') ? [dpuHosts(values)] : []),
		...(has('ovnkube-single-node-zone-dpu') ? [dpus(values)] : []),
		...(has('ovs-node') ? [daemonSet('ovs-node', values, {image: imageOf(values, 'image'), commands: ['ovs-server'], affinity: awayFrom('k8s.ovn.org/dpu-host')})] : []),
	];
}

const namespace = 'ovn-kubernetes';
const globalOf = (values: JsonObject): JsonObject => (values.global ?? {}) as JsonObject;
const text = (value: Json | undefined): string => value === undefined || value === null ? '' : String(value);

function imageOf(values: JsonObject, key: 'image' | 'dpuImage'): string {
	const {repository = '', tag = ''} = (globalOf(values)[key] ?? {}) as JsonObject;
	if (repository === '' || tag === '') {
		throw new Error(`execution error at (ovn-kubernetes/templates/_helpers.tpl): error calling include: error calling fail: ${key === 'image' ? '' : 'dpu '}image not found`);
	}

	return `${text(repository)}:${text(tag)}`;
}

const object = (apiVersion: string, kind: string, name: string, others: JsonObject = {}): JsonObject => ({
	apiVersion, kind, metadata: {name, namespace}, ...others,
});

const always = (values: JsonObject, hasDpuHosts: boolean): readonly JsonObject[] => [
	{apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}},
	object('v1', 'ConfigMap', 'ovn-config', {
		data: {
			net_cidr: text(values.podNetwork), svc_cidr: text(values.serviceNetwork), k8s_apiserver: text(values.k8sAPIServer), mtu: text(values.mtu ?? 1500), host_network_namespace: 'ovn-host-network',
		},
	}),
	object('v1', 'ConfigMap', 'ovnkube-config', {data: {'ovnkube.conf': ''}}),
	...['ovnkube-node', 'ovnkube-cluster-manager', 'ovnkube-identity'].map(name => object('v1', 'ServiceAccount', name)),
	...(hasDpuHosts ? [object('rbac.authorization.k8s.io/v1', 'Role', leaseRole, {rules: [{apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update']}]})] : []),
];

type DaemonSet = {
	readonly image: string;
	readonly commands: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly nodeSelector?: Readonly<Record<string, string>>;
	readonly affinity?: JsonObject;
	/**
	Extended resources.
	*/
	readonly limits?: Readonly<Record<string, string>>;
};

const podOf = ({image, commands, env = {}, nodeSelector = {'kubernetes.io/os': 'linux'}, affinity, limits}: DaemonSet, account: string): JsonObject => ({
	hostNetwork: true,
	serviceAccountName: account,
	dnsPolicy: 'Default',
	nodeSelector: {...nodeSelector},
	...(affinity && {affinity}),
	tolerations: [{operator: 'Exists'}],
	containers: commands.map(command => ({
		name: command, image, command: ['/root/ovnkube.sh', command], env: Object.entries(env).map(([name, value]) => ({name, value})), securityContext: {privileged: true}, ...(limits && {resources: {requests: {...limits}, limits: {...limits}}}),
	})),
});

function daemonSet(name: string, _values: JsonObject, set: DaemonSet): JsonObject {
	const labels = {app: name, component: 'network'};
	return object('apps/v1', 'DaemonSet', name, {spec: {selector: {matchLabels: {app: name}}, template: {metadata: {labels}, spec: podOf(set, name === 'ovnkube-identity' ? name : 'ovnkube-node')}}});
}

const awayFrom = (...labels: readonly string[]): JsonObject => ({nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: labels.map(key => ({key, operator: 'DoesNotExist'}))}]}}});

function controlPlane(values: JsonObject): JsonObject {
	const labels = {name: 'ovnkube-control-plane'};
	const {replicas = 1} = (values['ovnkube-control-plane'] ?? {}) as JsonObject;
	const pod = podOf({image: imageOf(values, 'image'), commands: ['ovn-cluster-manager'], nodeSelector: {'node-role.kubernetes.io/control-plane': ''}}, 'ovnkube-cluster-manager');
	return object('apps/v1', 'Deployment', 'ovnkube-control-plane', {spec: {replicas, selector: {matchLabels: labels}, template: {metadata: {labels}, spec: pod}}});
}

const inside = (values: JsonObject, chart: string, key: string): string => text(((values[chart] ?? {}) as JsonObject)[key]);

function nodes(values: JsonObject): JsonObject {
	const all = globalOf(values);
	return daemonSet('ovnkube-node', values, {
		image: imageOf(values, 'image'),
		commands: ['local-nb-ovsdb', 'local-sb-ovsdb', 'run-ovn-northd', 'ovnkube-controller-with-node', 'ovn-controller', 'ovs-metrics'],
		env: {
			OVN_GATEWAY_MODE: text(all.gatewayMode), OVN_GATEWAY_OPTS: text(all.gatewayOpts), OVN_ENABLE_OVNKUBE_IDENTITY: text(all.enableOvnKubeIdentity),
		},
		affinity: awayFrom('k8s.ovn.org/dpu-host', 'k8s.ovn.org/dpu'),
	});
}

function dpuHosts(values: JsonObject): JsonObject {
	const all = globalOf(values);
	const resource = inside(values, 'ovnkube-node-dpu-host', 'mgmtPortVFResourceName');
	return daemonSet('ovnkube-node-dpu-host', values, {
		image: imageOf(values, 'image'),
		commands: ['ovn-node'],
		env: {
			OVNKUBE_NODE_MODE: 'dpu-host',
			OVN_GATEWAY_MODE: text(all.gatewayMode),
			OVN_GATEWAY_OPTS: inside(values, 'ovnkube-node-dpu-host', 'gatewayOpts'),
			OVN_SIMULATE_DPU: text(all.simulateDpu),
			OVN_ENABLE_OVNKUBE_IDENTITY: text(all.enableOvnKubeIdentity),
			OVNKUBE_NODE_MGMT_PORT_NETDEV: inside(values, 'ovnkube-node-dpu-host', 'nodeMgmtPortNetdev'),
			OVNKUBE_NODE_MGMT_PORT_DP_RESOURCE_NAME: resource,
			OVN_NETWORK_SEGMENTATION_ENABLE: text(all.enableNetworkSegmentation),
		},
		...(resource !== '' && {limits: {[resource]: inside(values, 'ovnkube-node-dpu-host', 'mgmtPortVFsCount')}}),
		nodeSelector: {'k8s.ovn.org/dpu-host': ''},
	});
}

function dpus(values: JsonObject): JsonObject {
	const all = globalOf(values);
	return daemonSet('ovnkube-node-dpu', values, {
		image: imageOf(values, 'dpuImage'),
		commands: ['local-nb-ovsdb', 'local-sb-ovsdb', 'run-ovn-northd', 'ovnkube-controller-with-node', 'ovn-controller', 'ovs-metrics'],
		env: {
			OVNKUBE_NODE_MODE: 'dpu',
			OVN_NET_CIDR: text(all.dpuHostClusterNetworkCIDR),
			OVN_SVC_CIDR: text(all.dpuHostClusterServiceCIDR),
			K8S_APISERVER: text(all.dpuHostClusterK8sAPIServer),
			K8S_TOKEN: text(all.dpuHostClusterK8sToken),
			K8S_CACERT_DATA: text(all.dpuHostClusterK8sCACertData),
			OVN_MTU: text(all.mtu),
			OVN_GATEWAY_MODE: text(all.gatewayMode),
			OVN_GATEWAY_OPTS: text(all.gatewayOpts),
			OVN_SIMULATE_DPU: text(all.simulateDpu),
			OVN_DPU_HOST_GATEWAY_REPRESENTOR_INTERFACE: text(all.dpuHostGatewayRepresentorInterface),
		},
		nodeSelector: {'k8s.ovn.org/dpu': ''},
	});
}

/**
What is in the chart's `crds/`, which helm never removes.
*/
export const chartCrds: readonly JsonObject[] = ['AdminPolicyBasedExternalRoute', 'ClusterNetworkConnect', 'ClusterUserDefinedNetwork', 'EgressFirewall', 'EgressIP', 'EgressQoS', 'EgressService', 'NetworkQoS', 'RouteAdvertisements', 'UserDefinedNetwork', 'VTEP'].map(kind => {
	const plural = kind === 'RouteAdvertisements' ? 'routeadvertisements' : `${kind.toLowerCase()}${kind.endsWith('QoS') ? 'es' : 's'}`;
	return {
		apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: {name: `${plural}.k8s.ovn.org`}, spec: {
			group: 'k8s.ovn.org', scope: kind.startsWith('Cluster') ? 'Cluster' : 'Namespaced', names: {plural, kind}, versions: [{name: 'v1'}],
		},
	};
});
