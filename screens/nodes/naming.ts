import {
	type ArrayName,
	arrayNames,
	type LabDefinition,
	type NodeArrays,
} from '../../source/lab/definition.js';
import {numberOf, prefixOf} from '../../source/lab/node-name.js';
import {checkNodeName} from '../../source/lab/validate.js';

const peers: Readonly<Partial<Record<ArrayName, ArrayName>>> = {INFRA_DPU_LIST: 'TENANT_DPU_HOST_LIST', TENANT_DPU_HOST_LIST: 'INFRA_DPU_LIST'};

/**
A DPU's host, or a host's DPU: its array and its name.
*/
export function peerOf(array: ArrayName, name: string): {readonly array: ArrayName; readonly name: string} | undefined {
	const peer = peers[array];
	const number = numberOf(name);
	return peer === undefined || Number.isNaN(number) ? undefined : {array: peer, name: `${prefixOf[peer]}-${number}`};
}

/**
A name for one more node of an array: a peer that is missing, else the next free number.
*/
export function proposedName(array: ArrayName, definition: LabDefinition): string {
	const {arrays} = definition;
	const peer = peers[array];
	const missing = peer === undefined ? undefined : arrays[peer].map(name => peerOf(peer, name)?.name).find(name => name !== undefined && !arrays[array].includes(name));
	if (missing !== undefined && !checkNodeName(array, missing, definition)) {
		return missing;
	}

	const prefix = prefixOf[array];
	const taken = new Set(arrayNames.flatMap(each => arrays[each]));
	const isFree = (number: number) => !taken.has(`${prefix}-${number}`) && (peer === undefined || !taken.has(`${prefixOf[peer]}-${number}`));
	const highest = Math.max(0, ...arrays[array].map(name => numberOf(name)).filter(number => !Number.isNaN(number)));
	const numbers = [...range(highest + 1, 253), ...range(1, highest)];
	const number = numbers.find(each => isFree(each) && !checkNodeName(array, `${prefix}-${each}`, definition));
	return `${prefix}-${number ?? (highest + 1)}`;
}

const range = (first: number, last: number): number[] => Array.from({length: Math.max(0, last - first + 1)}, (_, index) => first + index);

/**
The arrays with one of them changed.
*/
export const withArray = (arrays: NodeArrays, array: ArrayName, names: readonly string[]): NodeArrays => ({...arrays, [array]: names});

export type Pasted = {
	readonly definition: LabDefinition;
	readonly added: readonly string[];
	/**
	A line for each name that was refused: which, and why.
	*/
	readonly refused: readonly string[];
};

/**
Puts names that were pasted into an array: separated by whatever people and shells separate words with. `INFRA_DPU_LIST=(...)` names another array.
*/
export function paste(text: string, into: ArrayName, definition: LabDefinition): Pasted {
	let array = into;
	let current = definition;
	const added: string[] = [];
	const refused: string[] = [];
	for (const word of text.split(/[\s"'(),;]+/)) {
		if (word === '') {
			continue;
		}

		const named = arrayNames.find(each => word === `${each}=`);
		if (named !== undefined) {
			array = named;
			continue;
		}

		const problem = checkNodeName(array, word, current);
		if (problem) {
			refused.push(`${problem.message.replace(/\.$/, '')}: ${problem.reason}.`);
			continue;
		}

		current = {...current, arrays: withArray(current.arrays, array, [...current.arrays[array], word])};
		added.push(word);
	}

	return {definition: current, added, refused};
}
