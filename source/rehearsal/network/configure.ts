import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootFiles} from '../systemd/units.js';
import {lease} from './dhcp.js';
import {networkOf} from './address.js';

/**
The network-config of a seed, version 2.
*/
export type NetworkConfig = {
	readonly ethernets?: Readonly<Record<string, EthernetConfig>>;
};

type EthernetConfig = {
	readonly match?: {readonly macaddress?: string};
	readonly 'set-name'?: string;
	readonly dhcp4?: boolean;
	readonly addresses?: readonly string[];
};

export function renameLinks({ethernets = {}}: NetworkConfig, {network: {links}}: Machine): void {
	for (const {match, 'set-name': name} of Object.values(ethernets)) {
		const link = links.values().find(({mac}) => mac === match?.macaddress);
		if (link && name !== undefined && link.name !== name) {
			links.delete(link.name);
			link.name = name;
			links.set(name, link);
		}
	}
}

const netplanFile = '/etc/netplan/50-cloud-init.yaml';
const connections = '/etc/NetworkManager/system-connections';

/**
The files that cloud-init writes for the network manager of the family.
*/
export function renderNetwork(config: NetworkConfig, machine: Machine): ReadonlyArray<readonly [path: string, content: string]> {
	if (machine.family === 'debian') {
		return [[netplanFile, `${JSON.stringify({network: config}, undefined, 2)}\n`]];
	}

	return Object.entries(config.ethernets ?? {}).map(([id, ethernet]) => {
		const name = ethernet['set-name'] ?? id;
		const manual = ethernet.addresses?.map((address, index) => `address${index + 1}=${address}`) ?? [];
		return [`${connections}/cloud-init-${name}.nmconnection`, [
			'[connection]', `id=cloud-init ${name}`, 'type=ethernet', ...(ethernet['set-name'] === undefined ? [] : [`interface-name=${name}`]), '',
			'[ethernet]', ...(ethernet.match?.macaddress === undefined ? [] : [`mac-address=${ethernet.match.macaddress}`]), '',
			'[ipv4]', `method=${ethernet.dhcp4 ? 'auto' : (manual.length > 0 ? 'manual' : 'disabled')}`, ...manual, '',
		].join('\n')] as const;
	});
}

/**
What the network manager makes of its files at a boot: links up, addresses, routes.
*/
export function applyAddresses(machine: Machine, rehearsal: Rehearsal): void {
	const {links, routes} = machine.network;
	for (const {name, mac, isDhcp, addresses} of configured(machine)) {
		const link = links.values().find(each => mac === undefined ? each.name === name : each.mac === mac);
		if (!link) {
			continue;
		}

		link.isUp = true;
		for (const text of addresses) {
			const [address = '', prefix = '24'] = text.split('/');
			link.addresses.push({address, prefix: Number(prefix)});
			routes.push({
				to: networkOf(address, Number(prefix)), link: link.name, metric: 100, protocol: 'kernel', source: address,
			});
		}

		const leased = isDhcp ? lease(machine, link, rehearsal) : undefined;
		if (leased) {
			link.addresses.push({address: leased.address, prefix: leased.prefix, isDynamic: true});
			routes.push(
				{
					to: networkOf(leased.address, leased.prefix), link: link.name, metric: 100, protocol: 'kernel', source: leased.address,
				},
				{
					to: 'default', via: leased.router, link: link.name, metric: 100, protocol: 'dhcp',
				},
			);
		}
	}
}

type Configured = {readonly name: string; readonly mac: string | undefined; readonly isDhcp: boolean; readonly addresses: readonly string[]};

function configured(machine: Machine): readonly Configured[] {
	const files = rootFiles(machine);
	if (machine.family === 'debian') {
		const text = files.textIfThere(netplanFile);
		const {ethernets = {}} = text === undefined ? {} : (JSON.parse(text) as {readonly network: NetworkConfig}).network;
		return Object.entries(ethernets).map(([id, each]) => ({
			name: each['set-name'] ?? id, mac: each.match?.macaddress, isDhcp: each.dhcp4 ?? false, addresses: each.addresses ?? [],
		}));
	}

	if (!files.exists(connections)) {
		return [];
	}

	return files.list(connections).map(name => {
		const text = files.text(`${connections}/${name}`);
		const value = (key: string) => new RegExp(String.raw`^${key}=(.*)$`, 'mv').exec(text)?.[1];
		return {
			name: value('interface-name') ?? '',
			mac: value('mac-address'),
			isDhcp: value('method') === 'auto',
			addresses: [...text.matchAll(/^address\d+=(?<address>\S+)$/gmv)].map(({groups}) => groups!.address!),
		};
	});
}
