import {isIpv4} from '../address.js';

/**
Returns what is wrong with a value, or undefined.
*/
type Check = (value: string) => string | undefined;

const any: Check = () => undefined;
const yesOrNo: Check = value => ['true', 'yes', 'on', 'false', 'no', 'off', '1', '0'].includes(value) ? undefined : `'${value}' is not valid; use [true, yes, on] or [false, no, off]`;
const number = (least: number, most: number): Check => value => /^-?\d+$/v.test(value) && Number(value) >= least && Number(value) <= most ? undefined : `'${value}' is not a valid number`;
const oneOf = (...values: readonly string[]): Check => value => values.includes(value) ? undefined : `invalid method: '${value}' not among [${values.join(', ')}]`;
const mac: Check = value => value === '' || /^(?:[\da-f]{2}:){5}[\da-f]{2}$/iv.test(value) || ['preserve', 'permanent', 'random', 'stable'].includes(value) ? undefined : `'${value}' is not a valid Ethernet MAC`;
const address: Check = value => isIpv4(value) ? undefined : `invalid IP address: '${value}' is not a valid IPv4 address`;
const orEmpty = (check: Check): Check => value => value === '' ? undefined : check(value);
const list = (check: Check): Check => value => value.split(/[\s,]+/v).filter(each => each !== '').map(each => check(each)).find(problem => problem !== undefined);
const withPrefix: Check = value => {
	const [ip = '', prefix] = value.split('/', 2);
	return address(ip) ?? (prefix === undefined || number(1, 32)(prefix) === undefined ? undefined : `invalid prefix '${prefix}'; <1-32> allowed`);
};

const ternary: Check = value => ['-1', '0', '1', 'default', 'yes', 'no', 'true', 'false', 'on', 'off'].includes(value) ? undefined : `'${value}' is not valid; use [true, yes, on], [false, no, off] or [unknown]`;

const ip = {
	'never-default': yesOrNo, 'ignore-auto-dns': yesOrNo, 'ignore-auto-routes': yesOrNo, 'may-fail': yesOrNo, 'route-metric': number(-1, 4_294_967_295), 'dns-priority': number(-2_147_483_648, 2_147_483_647), 'dns-search': any, 'route-table': number(0, 4_294_967_295), 'dhcp-timeout': number(0, 2_147_483_647), 'dhcp-hostname': any, 'dhcp-send-hostname': yesOrNo, 'dns-options': any, routes: any, 'routing-rules': any, 'required-timeout': number(-1, 2_147_483_647),
} as const;

const settings: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
	connection: {
		id: any, uuid: any, type: any, 'interface-name': any, autoconnect: yesOrNo, 'autoconnect-priority': number(-999, 999), 'autoconnect-retries': number(-1, 2_147_483_647), 'autoconnect-slaves': ternary, 'autoconnect-ports': ternary, master: any, controller: any, 'slave-type': any, 'port-type': any, permissions: any, zone: any, metered: any, mtu: any, 'wait-device-timeout': number(-1, 2_147_483_647), 'read-only': yesOrNo, timestamp: any, 'stable-id': any,
	},
	'802-3-ethernet': {
		'cloned-mac-address': mac, 'mac-address': mac, mtu: number(0, 4_294_967_295), speed: number(0, 4_294_967_295), duplex: oneOf('half', 'full', ''), 'auto-negotiate': yesOrNo, port: any, 'wake-on-lan': any, 'mac-address-blacklist': any, 'generate-mac-address-mask': any,
	},
	ipv4: {
		...ip, method: oneOf('auto', 'link-local', 'manual', 'shared', 'disabled'), addresses: list(withPrefix), gateway: orEmpty(address), dns: list(address), 'dhcp-client-id': any, 'dad-timeout': number(-1, 30_000), 'link-local': any,
	},
	ipv6: {
		...ip, method: oneOf('ignore', 'auto', 'dhcp', 'link-local', 'manual', 'shared', 'disabled'), addresses: any, gateway: any, dns: any, 'ip6-privacy': any, 'addr-gen-mode': any,
	},
	bridge: {
		stp: yesOrNo, 'mac-address': mac, priority: number(0, 65_535), 'forward-delay': number(0, 30), 'hello-time': number(0, 10), 'max-age': number(0, 40), 'ageing-time': number(0, 1_000_000), 'multicast-snooping': yesOrNo, 'vlan-filtering': yesOrNo,
	},
	'bridge-port': {priority: number(0, 63), 'path-cost': number(0, 65_535), 'hairpin-mode': yesOrNo},
	'ovs-bridge': {
		'fail-mode': oneOf('secure', 'standalone', ''), 'mcast-snooping-enable': yesOrNo, 'rstp-enable': yesOrNo, 'stp-enable': yesOrNo, 'datapath-type': oneOf('system', 'netdev', ''),
	},
	'ovs-port': {
		tag: number(0, 4095), 'vlan-mode': any, 'bond-mode': any, lacp: any, trunks: any, 'bond-updelay': number(0, 4_294_967_295), 'bond-downdelay': number(0, 4_294_967_295),
	},
	'ovs-interface': {type: oneOf('internal', 'system', 'patch', 'dpdk', ''), 'ofport-request': number(0, 65_279)},
	'ovs-external-ids': {data: any},
};

const aliases: Readonly<Record<string, string>> = {ethernet: '802-3-ethernet'};

export type PropertyProblem = {readonly problem: string};

/**
The property's full name (`802-3-ethernet.mtu`), or in what words nmcli refuses it.
*/
export function propertyNamed(word: string): string | PropertyProblem {
	const [setting = '', property] = word.split('.', 2);
	const name = aliases[setting] ?? setting;
	const known = Object.hasOwn(settings, name) ? settings[name] : undefined;
	if (property === undefined) {
		return {problem: `Error: invalid <setting>.<property> '${word}'.`};
	}

	if (!known) {
		return {problem: `Error: invalid or not allowed setting '${setting}': '${setting}' not among [${Object.keys(settings).join(', ')}].`};
	}

	return Object.hasOwn(known, property) ? `${name}.${newNames[property] ?? property}` : {problem: `Error: invalid property '${property}': '${property}' not among [${Object.keys(known).join(', ')}].`};
}

// What NetworkManager 1.52 calls it; the old names are taken still.
const newNames: Readonly<Record<string, string>> = {master: 'controller', 'slave-type': 'port-type', 'autoconnect-slaves': 'autoconnect-ports'};

export function valueProblem(name: string, value: string): string | undefined {
	const [setting = '', property = ''] = name.split('.', 2);
	const old = Object.entries(newNames).find(([, now]) => now === property)?.[0] ?? property;
	const check = settings[setting]?.[property] ?? settings[setting]?.[old];
	const problem = check?.(value);
	return problem === undefined ? undefined : `Error: failed to modify ${name}: ${problem}.`;
}

export const isTrue = (value: string | undefined): boolean => ['true', 'yes', 'on', '1'].includes(value ?? '');
