import {numberOf} from './node-name.js';

// What the formulas below leave free; .1 is the server's, .254 stays out.
const spare = [...range(2, 9), ...range(11, 20), ...range(220, 253)];

/**
The last octet of each node's address in the management network: .10 for the gateway, 20+N for infra-N, 120+N for tenant-N. Numbers past 99 get a spare one,
always the same for the same name unless it is taken. A name is left out when none is left.
*/
export function managementOctetsOf(names: readonly string[]): ReadonlyMap<string, number> {
	const octets = new Map<string, number>();
	const taken = new Set<number>();
	const large = names.filter(name => numberOf(name) > 99 && !name.startsWith('gw-'));
	for (const name of names) {
		if (!large.includes(name)) {
			octets.set(name, regular(name));
		}
	}

	// Sorted, so that the order of the arrays changes nobody's address.
	for (const name of large.toSorted((a, b) => (prefixOrder(a) * 1000) + numberOf(a) - (prefixOrder(b) * 1000) - numberOf(b))) {
		const start = (numberOf(name) + (prefixOrder(name) * spare.length / 2)) % spare.length;
		const octet = [...spare.slice(start), ...spare.slice(0, start)].find(each => !taken.has(each));
		if (octet === undefined) {
			continue;
		}

		taken.add(octet);
		octets.set(name, octet);
	}

	return octets;
}

function regular(name: string): number {
	return name.startsWith('gw-') ? 10 : (name.startsWith('infra-') ? 20 : 120) + numberOf(name);
}

const prefixOrder = (name: string): number => name.startsWith('infra-') ? 0 : 1;

function range(first: number, last: number): number[] {
	return Array.from({length: last - first + 1}, (_, index) => first + index);
}
