/**
Addresses as numbers, for routes.
*/
export const numberOf = (address: string): number => address.split('.').reduce((sum, octet) => (sum * 256) + Number(octet), 0);

export const isIpv4 = (text: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/v.test(text) && text.split('.').every(octet => Number(octet) < 256);

export function isWithin(address: string, network: string): boolean {
	const [base = '', prefix = '32'] = network.split('/', 2);
	const size = 2 ** (32 - Number(prefix));
	return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

export const networkOf = (address: string, prefix: number): string => {
	const size = 2 ** (32 - prefix);
	const base = Math.floor(numberOf(address) / size) * size;
	return `${[24, 16, 8, 0].map(shift => Math.floor(base / (2 ** shift)) % 256).join('.')}/${prefix}`;
};

export const prefixOf = (netmask: string): number => 32 - Math.log2((2 ** 32) - numberOf(netmask));
