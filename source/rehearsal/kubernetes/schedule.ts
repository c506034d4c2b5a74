import type {KubeObject} from './model.js';
import {
	type Expression,
	nodeStatus,
	type PodSpec,
	taintsOf,
} from './views.js';

/**
Why a pod can't go to a node, in the scheduler's words; undefined where it can. `used` are the extended resources that pods of the node have.
*/
export function whyNot(spec: PodSpec, node: KubeObject, {used = new Map(), tolerated = []}: {readonly used?: ReadonlyMap<string, number>; readonly tolerated?: readonly string[]} = {}): string | undefined {
	const {labels} = node.metadata;
	if (Object.entries(spec.nodeSelector ?? {}).some(([key, value]) => labels[key] !== value) || !matchesAffinity(spec, labels)) {
		return 'node(s) didn\'t match Pod\'s node affinity/selector';
	}

	const taint = taintsOf(node).find(({key, effect}) => effect !== 'PreferNoSchedule' && !tolerated.includes(key) && !tolerates(spec, key, effect));
	if (taint) {
		return `node(s) had untolerated taint {${taint.key}: }`;
	}

	const {allocatable} = nodeStatus(node);
	for (const [name, amount] of extendedResources(spec)) {
		if ((used.get(name) ?? 0) + amount > Number(allocatable[name] ?? '0')) {
			return `Insufficient ${name}`;
		}
	}

	return undefined;
}

/**
What a pod asks for beside cores and memory.
*/
export function extendedResources({containers}: PodSpec): ReadonlyMap<string, number> {
	const sum = new Map<string, number>();
	const extended = containers.flatMap(({resources}) => Object.entries(resources?.limits ?? {})).filter(([name]) => name.includes('/'));
	for (const [name, amount] of extended) {
		sum.set(name, (sum.get(name) ?? 0) + Number(amount));
	}

	return sum;
}

function matchesAffinity({affinity}: PodSpec, labels: Readonly<Record<string, string>>): boolean {
	const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
	return terms === undefined || terms.some(({matchExpressions = []}) => matchExpressions.every(each => matches(each, labels)));
}

export function matches({key, operator, values = []}: Expression, labels: Readonly<Record<string, string>>): boolean {
	const value = labels[key];
	switch (operator) {
		case 'Exists': {
			return value !== undefined;
		}

		case 'DoesNotExist': {
			return value === undefined;
		}

		case 'In': {
			return value !== undefined && values.includes(value);
		}

		default: {
			return value === undefined || !values.includes(value);
		}
	}
}

const tolerates = ({tolerations = []}: PodSpec, key: string, effect: string): boolean =>
	tolerations.some(each => (each.key === undefined ? each.operator === 'Exists' : each.key === key) && (each.effect === undefined || each.effect === effect));

/**
What the controller of daemon sets adds to their pods.
*/
export const daemonTolerations = (spec: PodSpec): readonly string[] => [
	'node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable', 'node.kubernetes.io/disk-pressure', 'node.kubernetes.io/memory-pressure', 'node.kubernetes.io/unschedulable', ...(spec.hostNetwork ? ['node.kubernetes.io/network-unavailable'] : []),
];
