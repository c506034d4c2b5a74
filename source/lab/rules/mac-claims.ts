import type {ArrayName} from '../definition.js';
import {networkMac, vfMac} from '../mac.js';

/**
MACs that a node takes: the last octet from `first` to `last` under a common start.
*/
type Claim = {readonly start: string; readonly first: number; readonly last: number};

const split = (mac: string): readonly [start: string, last: number] => [mac.slice(0, -3), Number.parseInt(mac.slice(-2), 16)];

function claimsOf(array: ArrayName, name: string, numVf: number): readonly Claim[] {
	const nics = (['mgmt', 'infra', 'tenant'] as const).map((network): Claim => {
		const [start, last] = split(networkMac(name, network));
		return {start, first: last, last};
	});
	if (array !== 'INFRA_DPU_LIST' && array !== 'TENANT_DPU_HOST_LIST') {
		return nics;
	}

	const [start] = split(vfMac(name, array === 'INFRA_DPU_LIST' ? 'dpu' : 'host', 0));
	return [...nics, {start, first: 0, last: numVf - 1}];
}

/**
Remembers which node takes which MACs. Gives the name of an earlier node that has one of them already.
*/
export function macRegister(numVf: number): (array: ArrayName, name: string) => string | undefined {
	const taken = new Map<string, Array<Claim & {readonly name: string}>>();
	return (array, name) => {
		let owner: string | undefined;
		for (const claim of claimsOf(array, name, numVf)) {
			const neighbours = taken.get(claim.start) ?? [];
			owner ??= neighbours.find(other => other.name !== name && claim.first <= other.last && other.first <= claim.last)?.name;
			taken.set(claim.start, [...neighbours, {...claim, name}]);
		}

		return owner;
	};
}
