import {type Io, Refusal} from '../../program.js';
import {linksAppeared} from '../hotplug.js';
import type {Link} from '../model.js';
import {linkNamed} from './object.js';

/**
One word of `ip link set`, with the words that belong to it taken off the rest.
*/
type Change = (link: Link, rest: string[], io: Io) => void | Promise<void>;

const notSupported = () => new Refusal('RTNETLINK answers: Operation not supported', 2);

export const linkChanges: Readonly<Record<string, Change>> = {
	up(link) {
		link.isUp = true;
	},
	down(link) {
		link.isUp = false;
	},
	async name(link, rest, io) {
		const {links} = io.machine.network;
		const name = argument(rest);
		if (links.has(name)) {
			throw new Refusal('RTNETLINK answers: File exists', 2);
		}

		if (name.length > 15) {
			throw new Refusal(`Error: argument "${name}" is wrong: "name" not a valid ifname`, 255);
		}

		const old = link.name;
		links.delete(old);
		link.name = name;
		links.set(name, link);
		renameIn(io, old, name);
		await linksAppeared([name], io.machine, io.rehearsal);
	},
	alias(link, rest) {
		link.alias = argument(rest);
	},
	mtu(link, rest) {
		const mtu = argument(rest);
		if (!/^\d+$/v.test(mtu)) {
			throw new Refusal(`Error: argument "${mtu}" is wrong: Invalid "mtu" value`, 255);
		}

		link.mtu = Number(mtu);
	},
	address(link, rest) {
		const mac = argument(rest);
		if (!/^(?:[\da-f]{1,2}:){5}[\da-f]{1,2}$/iv.test(mac)) {
			throw new Refusal(`"${mac}" is invalid lladdr.`);
		}

		link.permanentMac ??= link.mac;
		link.mac = mac.toLowerCase();
	},
	master(link, rest, io) {
		const master = linkNamed(argument(rest), io);
		if (master.kind !== 'bridge') {
			throw notSupported();
		}

		link.master = master.name;
	},
	nomaster(link) {
		if (link.master === 'ovs-system') {
			throw notSupported();
		}

		delete link.master;
	},
};

function argument(rest: string[]): string {
	const word = rest.shift();
	if (word === undefined) {
		throw new Refusal('Command line is not complete. Try option "help"', 255);
	}

	return word;
}

// Addresses and routes stay with the link, whatever it is called.
function renameIn({machine: {network}}: Io, old: string, name: string): void {
	for (const route of network.routes) {
		route.link = route.link === old ? name : route.link;
	}

	const ports = network.links.values().filter(({master}) => master === old).toArray();
	for (const port of ports) {
		port.master = name;
	}
}
