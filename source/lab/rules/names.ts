import {checkNameForm} from '../check-name.js';
import {type ArrayName, arrayNames, type LabDefinition} from '../definition.js';
import {managementOctetsOf} from '../management-address.js';
import {numberOf} from '../node-name.js';
import type {Fault, Problem} from '../problem.js';
import {valueOf} from '../values.js';
import {macRegister} from './mac-claims.js';

export type Entry = {readonly array: ArrayName; readonly index: number; readonly name: string};

export const entriesOf = ({arrays}: LabDefinition): readonly Entry[] => arrayNames.flatMap(array => arrays[array].map((name, index) => ({array, index, name})));

/**
The names that are wrong: by their form, or beside the ones before them.
*/
export function checkNames(definition: LabDefinition): readonly Problem[] {
	const check = nameChecker(definition);
	return entriesOf(definition).flatMap(entry => {
		const fault = check(entry);
		return fault ? [{field: entry.array, index: entry.index, ...fault}] : [];
	});
}

/**
Checks one name after another, each beside those that it has seen before.
*/
export function nameChecker(definition: LabDefinition): (entry: Entry) => Fault | undefined {
	const numVf = Number(valueOf('NUM_VF', definition.variables));
	const offset = Number(valueOf('DPU_TENANT_IP_OFFSET', definition.variables));
	const macOwner = macRegister(numVf);
	const octets = managementOctetsOf(entriesOf(definition).map(({name}) => name));
	const seen = new Map<string, ArrayName>();
	const tenantOctets = new Map<number, string>();
	return ({array, name}) => {
		const form = checkNameForm(array, name);
		if (form) {
			return form;
		}

		const where = seen.get(name);
		if (where !== undefined) {
			return {message: `${name} is already in ${where}.`, reason: 'a node is one VM with one address and one part in the testbed'};
		}

		seen.set(name, array);
		const number = numberOf(name);
		const owner = macOwner(array, name);
		return checkPairNumber(array, name, number, offset)
			?? checkTenantOctet(array, name, number, offset, tenantOctets)
			?? (octets.has(name) ? undefined : {message: `No address is left for ${name} in the management network.`, reason: 'numbers up to 99 have one of their own there; larger ones share the 52 that remain'})
			?? (owner === undefined ? undefined : {message: `${name} would get a MAC that ${owner} has.`, reason: 'MACs are computed from names, by OVN-Kubernetes\' own formula, and these two names meet: take another number'});
	};
}

function checkPairNumber(array: ArrayName, name: string, number: number, offset: number): Fault | undefined {
	const isPaired = array === 'INFRA_DPU_LIST' || array === 'TENANT_DPU_HOST_LIST';
	const largest = Math.min(offset - 1, 253 - offset);
	return isPaired && number > largest
		? {message: `${name} has a number past ${largest}.`, reason: `DPU N has the address ${offset}+N on the tenant network (DPU_TENANT_IP_OFFSET), which must end before .254 and apart from the hosts' own`}
		: undefined;
}

// On the tenant network the DPUs stand beside the tenant nodes.
function checkTenantOctet(array: ArrayName, name: string, number: number, offset: number, taken: Map<number, string>): Fault | undefined {
	const isDpu = array === 'INFRA_DPU_LIST';
	if (!isDpu && !name.startsWith('tenant-')) {
		return undefined;
	}

	const octet = isDpu ? offset + number : number;
	if (Number.isNaN(octet)) {
		return undefined;
	}

	const owner = taken.get(octet);
	taken.set(octet, name);
	return owner === undefined
		? undefined
		: {message: `${name} would get the address .${octet} on the tenant network, which ${owner} has.`, reason: 'a DPU has the address DPU_TENANT_IP_OFFSET+N there, a tenant node .N'};
}
