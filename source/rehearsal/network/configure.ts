import type {Machine} from '../machine.js';
import {profileDirectory} from './manager/profiles.js';

/**
The network-config of a seed, version 2.
*/
export type NetworkConfig = {
	readonly ethernets?: Readonly<Record<string, EthernetConfig>>;
};

export type EthernetConfig = {
	readonly match?: {readonly macaddress?: string};
	readonly 'set-name'?: string;
	readonly dhcp4?: boolean;
	readonly addresses?: readonly string[];
};

export function renameLinks({ethernets = {}}: NetworkConfig, {network: {links}}: Machine): void {
	for (const {match, 'set-name': name} of Object.values(ethernets)) {
		const link = links.values().find(({mac}) => mac === match?.macaddress);
		if (!link || name === undefined || link.name === name) {
			continue;
		}

		links.delete(link.name);
		link.name = name;
		links.set(name, link);
	}
}

/**
Where cloud-init leaves a network-config for netplan.
*/
export const netplanFile = '/etc/netplan/50-cloud-init.yaml';

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
		return [`${profileDirectory}/cloud-init-${name}.nmconnection`, [
			'[connection]',
			`id=cloud-init ${name}`,
			'type=ethernet',
			...(ethernet['set-name'] === undefined ? [] : [`interface-name=${name}`]),
			'',
			'[ethernet]',
			...(ethernet.match?.macaddress === undefined ? [] : [`mac-address=${ethernet.match.macaddress}`]),
			'',
			'[ipv4]',
			`method=${ethernet.dhcp4 ? 'auto' : (manual.length > 0 ? 'manual' : 'disabled')}`,
			...manual,
			'',
		].join('\n')] as const;
	});
}
