import type {Io} from '../../program.js';
import type {Link} from '../model.js';
import {
	activate,
	autoconnecting,
	configure,
	deactivate,
	isUnmanaged,
} from './activate.js';
import {
	type NmcliVerb,
	needRoot,
	printRows,
	refused,
} from './nmcli.js';
import {
	deviceOf,
	idOf,
	type Profile,
	profilesOf,
	uuidOf,
} from './profiles.js';

const typeNames: Readonly<Partial<Record<Link['kind'], string>>> = {
	ethernet: 'ethernet', loopback: 'loopback', bridge: 'bridge', dummy: 'dummy', veth: 'ethernet', tap: 'tun', 'ovs-internal': 'ovs-interface', 'ovs-system': 'openvswitch', geneve: 'geneve',
};

const profileOn = (name: string, {machine}: Io): Profile | undefined => {
	const uuid = machine.network.manager.active.get(name);
	return uuid === undefined ? undefined : profilesOf(machine).find(profile => uuidOf(profile) === uuid);
};

const isManaged = (link: Link, io: Io) => !isUnmanaged(link.name, io.machine) && link.kind !== 'ovs-system';
const stateOf = (link: Link, io: Io) => link.kind === 'loopback' ? 'connected (externally)' : (isManaged(link, io) ? (profileOn(link.name, io) ? 'connected' : 'disconnected') : 'unmanaged');

function deviceNamed(name: string | undefined, io: Io): Link {
	const link = name === undefined ? undefined : io.machine.network.links.get(name);
	if (!link) {
		throw name === undefined ? refused('No interface specified.') : refused(`Device '${name}' not found.`, 10);
	}

	return link;
}

/**
The verbs of `nmcli device`.
*/
export const deviceVerbs: Readonly<Record<string, NmcliVerb>> = {
	status(words, io, options) {
		if (words.length > 0) {
			throw refused(`invalid extra argument '${words[0]!}'.`);
		}

		printRows([...io.machine.network.links.values()].map(link => ({
			DEVICE: link.name, TYPE: typeNames[link.kind] ?? link.kind, STATE: stateOf(link, io), CONNECTION: idOn(link, io),
		})), ['DEVICE', 'TYPE', 'STATE', 'CONNECTION'], options, io);
		return 0;
	},
	show(words, io, options) {
		const links = words.length === 0 ? io.machine.network.links.values().toArray() : [deviceNamed(words[0], io)];
		if (words.length > 1) {
			throw refused(`invalid extra argument '${words[1]!}'.`);
		}

		for (const link of links) {
			const facts = new Map([
				['GENERAL.DEVICE', link.name],
				['GENERAL.TYPE', typeNames[link.kind] ?? link.kind],
				['GENERAL.HWADDR', link.mac.toUpperCase()],
				['GENERAL.MTU', String(link.mtu)],
				['GENERAL.STATE', stateOf(link, io) === 'connected' ? '100 (connected)' : (stateOf(link, io) === 'unmanaged' ? '10 (unmanaged)' : '30 (disconnected)')],
				['GENERAL.CONNECTION', idOn(link, io)],
				['IP4.ADDRESS', link.addresses.map(each => `${each.address}/${each.prefix}`).join(' | ')],
				['IP4.GATEWAY', io.machine.network.routes.find(route => route.link === link.name && route.to === 'default')?.via ?? ''],
				['IP4.DNS', (link.dns ?? []).join(' | ')],
			]);
			const asked = options.get ?? options.fields;
			for (const field of asked ?? facts.keys()) {
				if (!facts.has(field)) {
					throw refused(`invalid field '${field}'; allowed fields: ${[...facts.keys()].join(',')}.`);
				}

				const value = facts.get(field)!;
				io.say(options.get ? value.replaceAll(':', String.raw`\:`) : `${`${field}:`.padEnd(40)}${value === '' ? '--' : value}`);
			}
		}

		return 0;
	},
	async reapply([name, extra], io) {
		needRoot(io, 'reapply connection');
		const link = deviceNamed(name, io);
		const profile = profileOn(link.name, io);
		if (extra !== undefined) {
			throw refused(`invalid extra argument '${extra}'.`);
		}

		if (!profile) {
			throw refused(`Reapplying connection to device '${link.name}' failed: Device is not activated`, 1);
		}

		await io.work(1);
		configure(profile, link, io.machine, io.rehearsal);
		io.say(`Connection successfully reapplied to device '${link.name}'.`);
		return 0;
	},
	async connect([name], io) {
		needRoot(io, 'connect device');
		const link = deviceNamed(name, io);
		const profile = autoconnecting(io.machine).find(each => deviceOf(each) === link.name);
		if (!profile) {
			throw refused(`Failed to add/activate new connection: no profile for ${link.name}`, 4);
		}

		await activate(profile, io.machine, io.rehearsal);
		io.say(`Device '${link.name}' successfully activated with '${uuidOf(profile)}'.`);
		return 0;
	},
	async disconnect([name], io) {
		needRoot(io, 'disconnect device');
		const link = deviceNamed(name, io);
		const profile = profileOn(link.name, io);
		if (!profile) {
			throw refused(`Device '${link.name}' (${link.name}) disconnecting failed: This device is not active`, 6);
		}

		await deactivate(profile, io.machine, io.rehearsal);
		io.say(`Device '${link.name}' successfully disconnected.`);
		return 0;
	},
};

const idOn = (link: Link, io: Io): string => {
	const profile = profileOn(link.name, io);
	return profile ? idOf(profile) : '';
};
