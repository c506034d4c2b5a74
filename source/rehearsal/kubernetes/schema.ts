import type {Json, JsonObject} from './model.js';

/**
Fields that an object may have. A leaf stands for whatever is below it.
*/
type Fields = {readonly [field: string]: Fields | 'any' | 'text'};

const any = (...names: readonly string[]): Fields => Object.fromEntries(names.map(name => [name, 'any']));
const text = (...names: readonly string[]): Fields => Object.fromEntries(names.map(name => [name, 'text']));

const metadata: Fields = any('name', 'namespace', 'labels', 'annotations', 'finalizers', 'generateName', 'ownerReferences');
const expressions: Fields = any('key', 'operator', 'values');
const container: Fields = {
	...text('name', 'image', 'imagePullPolicy', 'workingDir', 'terminationMessagePolicy', 'terminationMessagePath'),
	...any('command', 'args', 'ports', 'lifecycle', 'stdin', 'tty'),
	env: {...text('name', 'value'), valueFrom: any('fieldRef', 'configMapKeyRef', 'secretKeyRef', 'resourceFieldRef')},
	resources: any('requests', 'limits', 'claims'),
	securityContext: any('privileged', 'capabilities', 'runAsUser', 'runAsGroup', 'runAsNonRoot', 'readOnlyRootFilesystem', 'allowPrivilegeEscalation', 'seccompProfile', 'seLinuxOptions'),
	livenessProbe: any('httpGet', 'exec', 'tcpSocket', 'initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold', 'successThreshold'),
	readinessProbe: any('httpGet', 'exec', 'tcpSocket', 'initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold', 'successThreshold'),
	volumeMounts: any('name', 'mountPath', 'mountPropagation', 'readOnly', 'subPath'),
};
const podSpec: Fields = {
	...text('nodeName', 'serviceAccountName', 'priorityClassName', 'dnsPolicy', 'restartPolicy', 'schedulerName', 'hostname'),
	...any('nodeSelector', 'hostNetwork', 'hostPID', 'hostIPC', 'terminationGracePeriodSeconds', 'securityContext', 'imagePullSecrets', 'automountServiceAccountToken', 'dnsConfig', 'topologySpreadConstraints', 'activeDeadlineSeconds'),
	affinity: {
		nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: {matchExpressions: expressions, matchFields: expressions}}, preferredDuringSchedulingIgnoredDuringExecution: 'any'},
		...any('podAffinity', 'podAntiAffinity'),
	},
	tolerations: any('key', 'operator', 'value', 'effect', 'tolerationSeconds'),
	containers: container,
	initContainers: container,
	volumes: {
		...text('name'), hostPath: any('path', 'type'), configMap: any('name', 'items', 'defaultMode', 'optional'), ...any('secret', 'emptyDir', 'projected', 'downwardAPI'),
	},
};
const workload: Fields = {selector: any('matchLabels', 'matchExpressions'), template: {metadata, spec: podSpec}, ...any('revisionHistoryLimit', 'minReadySeconds')};

const ofKind: Readonly<Record<string, Fields>> = {
	Pod: {spec: podSpec},
	DaemonSet: {spec: {...workload, updateStrategy: any('type', 'rollingUpdate')}},
	Deployment: {spec: {...workload, ...any('replicas', 'strategy', 'progressDeadlineSeconds', 'paused')}},
	Namespace: {spec: any('finalizers')},
	ConfigMap: {...any('data', 'binaryData', 'immutable')},
	Secret: {...any('data', 'stringData', 'immutable'), ...text('type')},
	ServiceAccount: any('secrets', 'imagePullSecrets', 'automountServiceAccountToken'),
	Service: {spec: any('selector', 'ports', 'clusterIP', 'type', 'sessionAffinity', 'ipFamilies', 'publishNotReadyAddresses')},
	Lease: {spec: any('holderIdentity', 'leaseDurationSeconds', 'renewTime', 'acquireTime', 'leaseTransitions')},
	Role: {rules: any('apiGroups', 'resources', 'verbs', 'resourceNames', 'nonResourceURLs')},
	ClusterRole: {rules: any('apiGroups', 'resources', 'verbs', 'resourceNames', 'nonResourceURLs'), ...any('aggregationRule')},
	RoleBinding: {roleRef: any('apiGroup', 'kind', 'name'), subjects: any('kind', 'name', 'namespace', 'apiGroup')},
	ClusterRoleBinding: {roleRef: any('apiGroup', 'kind', 'name'), subjects: any('kind', 'name', 'namespace', 'apiGroup')},
	CustomResourceDefinition: {spec: {...any('group', 'scope', 'versions', 'conversion'), names: any('plural', 'singular', 'kind', 'shortNames', 'listKind', 'categories')}},
	NetworkAttachmentDefinition: {spec: text('config')},
};

/**
The first field that an object of a kind can't have, and the first value of a wrong type, in the API's words; undefined where all is known.
*/
export function strangeField(kind: string, object: JsonObject): string | undefined {
	const fields = ofKind[kind];
	return fields && strangeIn(object, {
		...any('apiVersion', 'kind', 'status'), metadata, ...fields,
	}, '');
}

function strangeIn(value: Json | undefined, fields: Fields, path: string): string | undefined {
	if (Array.isArray(value)) {
		return value.map((each, index) => strangeIn(each, fields, `${path}[${index}]`)).find(each => each !== undefined);
	}

	for (const [key, inside] of Object.entries((value ?? {}) as JsonObject)) {
		const at = path === '' ? key : `${path}.${key}`;
		const known = Object.hasOwn(fields, key) ? fields[key] : undefined;
		if (known === undefined) {
			return `unknown field "${at}"`;
		}

		if (known === 'text' && typeof inside !== 'string') {
			return `json: cannot unmarshal ${typeof inside} into Go struct field ${at} of type string`;
		}

		const below = typeof known === 'object' ? strangeIn(inside, known, at) : undefined;
		if (below !== undefined) {
			return below;
		}
	}

	return undefined;
}
