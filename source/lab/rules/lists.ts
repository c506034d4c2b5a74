import type {ArrayName, LabDefinition} from '../definition.js';
import {numberOf} from '../node-name.js';
import type {Problem} from '../problem.js';
import {valueOf} from '../values.js';

const single: ReadonlyArray<readonly [ArrayName, string]> = [
	['GATEWAY_LIST', 'the address .254 of both networks and the registry\'s address are one machine\'s'],
	['INFRA_CTRL_LIST', 'each controller would start a cluster of its own'],
	['TENANT_CTRL_LIST', 'each controller would start a cluster of its own'],
];

/**
How many nodes each list has, and who belongs to whom.
*/
export function checkLists(definition: LabDefinition): readonly Problem[] {
	const {arrays} = definition;
	const counts = single.filter(([array]) => arrays[array].length !== 1).map(([field, reason]): Problem => ({field, message: `${field} must have exactly one node; it has ${arrays[field].length}.`, reason}));
	return [...counts, ...checkPairs(arrays), ...checkPresence(definition)];
}

function checkPairs(arrays: LabDefinition['arrays']): readonly Problem[] {
	const without = (field: 'INFRA_DPU_LIST' | 'TENANT_DPU_HOST_LIST', other: typeof field, prefix: string, words: string) => {
		const numbers = new Set(arrays[other].map(name => numberOf(name)));
		return arrays[field].flatMap((name, index): readonly Problem[] => {
			const number = numberOf(name);
			return Number.isNaN(number) || numbers.has(number)
				? []
				: [{
					field, index, also: [other], message: `${name} has no ${words}: ${prefix}-${number} is not in ${other}.`, reason: 'a DPU and its host have the same number; their TAPs and bridges are named by it',
				}];
		});
	};

	return [
		...without('INFRA_DPU_LIST', 'TENANT_DPU_HOST_LIST', 'tenant', 'host'),
		...without('TENANT_DPU_HOST_LIST', 'INFRA_DPU_LIST', 'infra', 'DPU'),
	];
}

const checkPresence = ({arrays, variables}: LabDefinition): readonly Problem[] => valueOf('PROFILE', variables) === 'offload' && arrays.INFRA_DPU_LIST.length === 0
	? [{
		field: 'INFRA_DPU_LIST', also: ['PROFILE'], message: 'INFRA_DPU_LIST is empty, and the profile is offload.', reason: 'without a DPU there is nothing to offload to; ctrl-only and full do without',
	}]
	: [];
