import type {KubeObject} from './model.js';

/**
Typed views of the specifications that the controllers read.
*/
export type Expression = {readonly key: string; readonly operator: string; readonly values?: readonly string[]};

export type Container = {
	readonly name: string;
	readonly image: string;
	readonly command?: readonly string[];
	readonly args?: readonly string[];
	readonly env?: ReadonlyArray<{readonly name: string; readonly value?: string}>;
	readonly securityContext?: {readonly privileged?: boolean};
	readonly resources?: {readonly requests?: Readonly<Record<string, string>>; readonly limits?: Readonly<Record<string, string>>};
	readonly volumeMounts?: ReadonlyArray<{readonly name: string; readonly mountPath: string}>;
};

export type PodSpec = {
	readonly nodeName?: string;
	readonly nodeSelector?: Readonly<Record<string, string>>;
	readonly hostNetwork?: boolean;
	readonly serviceAccountName?: string;
	readonly tolerations?: ReadonlyArray<{readonly key?: string; readonly operator?: string; readonly value?: string; readonly effect?: string}>;
	readonly affinity?: {readonly nodeAffinity?: {readonly requiredDuringSchedulingIgnoredDuringExecution?: {readonly nodeSelectorTerms: ReadonlyArray<{readonly matchExpressions?: readonly Expression[]}>}}};
	readonly containers: readonly Container[];
	readonly initContainers?: readonly Container[];
	readonly volumes?: ReadonlyArray<{readonly name: string; readonly hostPath?: {readonly path: string}; readonly configMap?: {readonly name: string}}>;
};

export type WorkloadSpec = {
	readonly replicas?: number;
	readonly selector: {readonly matchLabels?: Readonly<Record<string, string>>};
	readonly template: {readonly metadata?: {readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>>}; readonly spec: PodSpec};
};

export type Condition = {readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string};
export type Taint = {readonly key: string; readonly effect: string};
export type NodeStatus = {
	readonly conditions: readonly Condition[];
	readonly addresses: ReadonlyArray<{readonly type: string; readonly address: string}>;
	readonly allocatable: Readonly<Record<string, string>>;
};

export type PodStatus = {
	readonly phase: string;
	readonly podIP?: string;
	readonly hostIP?: string;
	readonly conditions?: readonly Condition[];
	readonly message?: string;
};

export const podSpec = (pod: KubeObject): PodSpec => pod.spec as unknown as PodSpec;
export const workloadSpec = (workload: KubeObject): WorkloadSpec => workload.spec as unknown as WorkloadSpec;
export const nodeStatus = (node: KubeObject): NodeStatus => (node.status ?? {conditions: [], addresses: [], allocatable: {}}) as unknown as NodeStatus;
export const podStatus = (pod: KubeObject): PodStatus => (pod.status ?? {phase: 'Pending'}) as unknown as PodStatus;
export const taintsOf = (node: KubeObject): readonly Taint[] => (node.spec?.taints ?? []) as unknown as readonly Taint[];

export const isReady = (node: KubeObject): boolean => nodeStatus(node).conditions.some(({type, status}) => type === 'Ready' && status === 'True');
export const isPodReady = (pod: KubeObject): boolean => podStatus(pod).conditions?.some(({type, status}) => type === 'Ready' && status === 'True') ?? false;

/**
The value of a variable of a pod's containers.
*/
export const variableOf = (pod: KubeObject, name: string): string | undefined => podSpec(pod).containers.flatMap(({env = []}) => env).find(each => each.name === name)?.value;
