/**
An inclusive range of IPv4 addresses, as numbers.
*/
export type AddressRange = {readonly first: number; readonly last: number};

export type Cidr = AddressRange & {
	readonly prefix: number;
	/**
	Whether the address has no bits set past the prefix.
	*/
	readonly isCanonical: boolean;
};

const octet = String.raw`(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])`;
const addressPattern = new RegExp(String.raw`^${octet}(?:\.${octet}){3}$`, 'v');
const cidrPattern = /^(?<address>[\d.]{7,15})\/(?<prefix>\d|[12]\d|3[0-2])$/v;

/**
The address as a number, or undefined for what is none. Octets have no leading zeros: some programs read those as octal.
*/
export const parseIpv4 = (text: string): number | undefined => addressPattern.test(text) ? text.split('.').reduce((sum, each) => (sum * 256) + Number(each), 0) : undefined;

export function parseCidr(text: string): Cidr | undefined {
	const match = cidrPattern.exec(text);
	const address = match && parseIpv4(match.groups!.address!);
	if (!match || address === undefined || address === null) {
		return undefined;
	}

	const prefix = Number(match.groups!.prefix);
	const size = 2 ** (32 - prefix);
	const first = address - (address % size);
	return {
		first, last: first + size - 1, prefix, isCanonical: first === address,
	};
}

export const isOverlapping = (a: AddressRange, b: AddressRange): boolean => a.first <= b.last && b.first <= a.last;

export const formatIpv4 = (address: number): string => [24, 16, 8, 0].map(shift => Math.floor(address / (2 ** shift)) % 256).join('.');
