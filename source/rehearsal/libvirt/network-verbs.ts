import {makeLink} from '../network/model.js';
import {type Io, Refusal} from '../program.js';
import {networkOf as networkAddress, prefixOf} from '../network/address.js';
import {networkXml, readNetwork} from './define-network.js';
import type {LibvirtNetwork, Reservation} from './model.js';
import {definitionOf, networkOf, type Verb} from './verb.js';
import {readXml} from './xml.js';

const yes = (value: boolean) => value ? 'yes' : 'no';

export const networkVerbs: Readonly<Record<string, Verb>> = {
	'net-list': {
		flags: ['--all', '--name', '--uuid', '--inactive'],
		run(given, io) {
			const shown = io.world.libvirt.networks.values().filter(({isActive}) => given.has('--all') || isActive);
			for (const {name, uuid, isActive, isAutostarted} of shown) {
				io.say(given.has('--uuid') ? uuid : (given.has('--name') ? name : ` ${name}   ${isActive ? 'active' : 'inactive'}   ${yes(isAutostarted)}   yes`));
			}

			return 0;
		},
	},
	'net-info': {
		run(given, io) {
			const {name, uuid, isActive, isAutostarted, bridge} = networkOf(given, io);
			for (const [key, value] of [['Name', name], ['UUID', uuid], ['Active', yes(isActive)], ['Persistent', 'yes'], ['Autostart', yes(isAutostarted)], ['Bridge', bridge]] as const) {
				io.say(`${`${key}:`.padEnd(16)}${value}`);
			}

			return 0;
		},
	},
	'net-uuid': {
		run(given, io) {
			io.say(networkOf(given, io).uuid);
			return 0;
		},
	},
	'net-dumpxml': {
		flags: ['--inactive'],
		run(given, io) {
			io.write(networkXml(networkOf(given, io), given.has('--inactive')));
			return 0;
		},
	},
	'net-define': {
		run(given, io) {
			const network = readNetwork(definitionOf(given, io), io.world);
			const {networks} = io.world.libvirt;
			const old = networks.get(network.name);
			if (old && old.uuid !== network.uuid) {
				throw new Refusal(`error: operation failed: network '${network.name}' already exists with uuid ${old.uuid}`);
			}

			const sharing = networks.values().find(({bridge, name}) => bridge === network.bridge && name !== network.name);
			if (sharing) {
				throw new Refusal(`error: internal error: bridge name '${network.bridge}' already in use.`);
			}

			networks.set(network.name, old
				? {
					...network, isActive: old.isActive, isAutostarted: old.isAutostarted, leases: old.leases, reservations: old.reservations,
				}
				: network);
			io.say(`Network ${network.name} defined from ${given.words[0]!}\n`);
			return 0;
		},
	},
	'net-autostart': {
		flags: ['--disable'],
		run(given, io) {
			const network = networkOf(given, io);
			network.isAutostarted = !given.has('--disable');
			io.say(`Network ${network.name} marked as autostarted\n`);
			return 0;
		},
	},
	'net-start': {
		async run(given, io) {
			const network = networkOf(given, io);
			if (network.isActive) {
				throw new Refusal(`error: Failed to start network ${network.name}\nerror: Requested operation is not valid: network is already active`);
			}

			await io.work(1);
			startNetwork(network, io);
			io.say(`Network ${network.name} started\n`);
			return 0;
		},
	},
	'net-destroy': {
		run(given, io) {
			const network = networkOf(given, io);
			if (!network.isActive) {
				throw new Refusal(`error: Failed to destroy network ${network.name}\nerror: Requested operation is not valid: network '${network.name}' is not active`);
			}

			network.isActive = false;
			const {links} = io.world.server.network;
			links.delete(network.bridge);
			for (const link of links.values().filter(({master}) => master === network.bridge)) {
				delete link.master;
			}

			io.say(`Network ${network.name} destroyed\n`);
			return 0;
		},
	},
	'net-undefine': {
		run(given, io) {
			const {name} = networkOf(given, io);
			io.world.libvirt.networks.delete(name);
			io.say(`Network ${name} has been undefined\n`);
			return 0;
		},
	},
	'net-update': {
		flags: ['--live', '--config', '--current'],
		run(given, io) {
			const network = networkOf(given, io);
			const [, command = '', section = '', xml = ''] = given.words;
			if (section !== 'ip-dhcp-host') {
				throw new Refusal(`error: invalid argument: unrecognized section name '${section}'`);
			}

			if (network.ip?.range === undefined) {
				throw new Refusal('error: Failed to update network\nerror: Requested operation is not valid: couldn\'t find an <ip> element with a <dhcp> in the network');
			}

			if (given.has('--live') && !network.isActive) {
				throw new Refusal('error: Failed to update network\nerror: Requested operation is not valid: network is not running');
			}

			// Without a word it is about what runs, where it runs.
			const isLive = given.has('--live') || (!given.has('--config') && network.isActive);
			const {attributes} = readXml(xml);
			if (isLive) {
				network.reservations = updated(network, network.reservations, command, attributes);
			}

			if (given.has('--config') || !isLive) {
				network.configured = updated(network, network.configured, command, attributes);
			}

			io.say(`Updated network ${network.name} persistent config and live state`);
			return 0;
		},
	},
	'net-dhcp-leases': {
		run(given, io) {
			const {leases, ip} = networkOf(given, io);
			io.say(' Expiry Time           MAC address         Protocol   IP address           Hostname   Client ID or DUID');
			io.say('-'.repeat(100));
			for (const [mac, {address, name, until}] of leases) {
				if (until > io.now()) {
					io.say(` ${new Date(until).toISOString().slice(0, 19).replace('T', ' ')}   ${mac}   ipv4       ${address}/${prefixOf(ip!.netmask)}   ${name}   -`);
				}
			}

			return 0;
		},
	},
};

export function startNetwork(network: LibvirtNetwork, io: Pick<Io, 'world'>): void {
	const {network: {links, routes}, sysctls} = io.world.server;
	if (links.has(network.bridge)) {
		throw new Refusal(`error: Failed to start network ${network.name}\nerror: Unable to create bridge ${network.bridge}: File exists`);
	}

	network.isActive = true;
	network.reservations = [...network.configured];
	const link = makeLink(network.bridge, 'bridge', network.mac, {isUp: true});
	links.set(network.bridge, link);
	if (network.ip) {
		const prefix = prefixOf(network.ip.netmask);
		link.addresses.push({address: network.ip.address, prefix});
		routes.push({
			to: networkAddress(network.ip.address, prefix), link: network.bridge, metric: 0, protocol: 'kernel', source: network.ip.address,
		});
	}

	if (network.isNat) {
		sysctls.set('net.ipv4.ip_forward', '1');
	}
}

function updated(network: LibvirtNetwork, reservations: readonly Reservation[], command: string, {mac = '', name = '', ip: address = ''}: Readonly<Record<string, string>>): Reservation[] {
	const isSame = (each: {mac: string; address: string}) => each.mac === mac && each.address === address;
	if (['add', 'add-last', 'add-first'].includes(command)) {
		const isTaken = reservations.some(each => each.mac === mac || each.address === address || each.name === name);
		if (isTaken) {
			throw new Refusal(`error: Failed to update network\nerror: Requested operation is not valid: there is an existing dhcp host entry in network '${network.name}' that matches "<host mac='${mac}' name='${name}' ip='${address}'/>"`);
		}

		return [...reservations, {mac, name, address}];
	}

	if (command === 'delete') {
		if (reservations.every(each => !isSame(each))) {
			throw new Refusal(`error: Failed to update network\nerror: Requested operation is not valid: couldn't locate a matching dhcp host entry in network '${network.name}'`);
		}

		return reservations.filter(each => !isSame(each));
	}

	throw new Refusal(`error: invalid argument: unrecognized command name '${command}'`);
}
