import type {ArrayName} from './definition.js';
import {prefixOf} from './node-name.js';
import {type Fault, shown} from './problem.js';

const examples: Readonly<Record<'gw' | 'infra' | 'tenant', string>> = {gw: 'gw-1', infra: 'infra-2', tenant: 'tenant-2'};

/**
What is wrong with a node's name for itself.
*/
export function checkNameForm(array: ArrayName, name: string): Fault | undefined {
	const prefix = prefixOf[array];
	const fault = (reason: string): Fault => ({message: `${shown(name)} can't stand in ${array}: its names look like ${examples[prefix]}.`, reason});
	const number = new RegExp(String.raw`^${prefix}-(?<number>[1-9]\d{0,2})$`, 'v').exec(name)?.groups?.number;
	if (number !== undefined) {
		return Number(number) <= 253
			? undefined
			: {message: `${shown(name)} has a number past 253.`, reason: 'the number becomes the last octet of an address, where 254 is the gateway and 255 the broadcast'};
	}

	return fault(reasonFor(name, prefix));
}

function reasonFor(name: string, prefix: string): string {
	if (name === '') {
		return 'a name is missing';
	}

	const digits = new RegExp(String.raw`^${prefix}-(?<digits>\d+)$`, 'v').exec(name)?.groups?.digits;
	if (digits !== undefined && /^0+$/v.test(digits)) {
		return 'the number becomes the last octet of an address, where 0 is the network itself';
	}

	if (digits?.startsWith('0')) {
		return 'with leading zeros the number in addresses and in TAP names would differ from the one in the name';
	}

	if (digits !== undefined) {
		return 'the number becomes the last octet of an address, 1 to 253';
	}

	return /^(?:gw|infra|tenant)-[1-9]\d{0,2}$/v.test(name)
		? `the prefix says on which network a node is, and this list is of ${prefix}-N`
		: 'the name is a VM\'s, a host\'s and a Kubernetes node\'s at once, and addresses, TAPs and MACs are made of its number';
}

/**
What is wrong with the name of a lab.
*/
export function checkLabName(name: string): Fault | undefined {
	if (/^[a-z][\d\-a-z]{0,29}$/v.test(name)) {
		return undefined;
	}

	return {
		message: name === '' ? 'The lab has no name.' : `${shown(name)} can't be a lab's name.`,
		reason: 'it names files and marks what the lab makes on the server: a small letter, then small letters, digits and dashes, 30 at most',
	};
}
