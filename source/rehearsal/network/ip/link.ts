import {randomBytes} from 'node:crypto';
import {type Io, Refusal} from '../../program.js';
import {linksAppeared} from '../hotplug.js';
import {type Link, makeLink} from '../model.js';
import {
	garbage,
	type IpObject,
	linkNamed,
} from './object.js';

const kinds: Readonly<Record<string, Link['kind']>> = {bridge: 'bridge', dummy: 'dummy', veth: 'veth'};

export const linkVerbs: IpObject = {
	show(words, io, {isJson, isOneLine}) {
		const {links} = io.machine.network;
		let shown = links.values().toArray();
		const rest = [...words];
		while (rest.length > 0) {
			const word = rest.shift()!;
			switch (word) {
				case 'master': {
					const master = linkNamed(rest.shift(), io).name;
					shown = shown.filter(link => link.master === master);

					break;
				}

				case 'type': {
					const type = rest.shift();
					shown = shown.filter(link => link.kind === type);

					break;
				}

				case 'up': {
					shown = shown.filter(link => link.isUp);

					break;
				}

				default: {
					const name = word === 'dev' ? rest.shift() : word;
					if (!links.has(name ?? '')) {
						throw new Refusal(`Device "${name ?? ''}" does not exist.`);
					}

					shown = shown.filter(link => link.name === name);
				}
			}
		}

		if (isJson) {
			io.say(JSON.stringify(shown.map(link => ({
				ifname: link.name, flags: link.isUp ? ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'] : ['BROADCAST', 'MULTICAST'], mtu: link.mtu, operstate: link.isUp ? 'UP' : 'DOWN', link_type: link.kind === 'loopback' ? 'loopback' : 'ether', address: link.mac, ...(link.master !== undefined && {master: link.master}), ...(link.alias !== '' && {ifalias: link.alias}),
			}))));
			return 0;
		}

		for (const link of shown) {
			const text = linkLine(link, links.keys().toArray().indexOf(link.name) + 1);
			io.say(isOneLine ? text.replaceAll('\n', '\\') : text);
		}

		return 0;
	},
	async set(words, io) {
		const rest = words[0] === 'dev' ? words.slice(1) : [...words];
		const link = linkNamed(rest.shift(), io);
		const {links} = io.machine.network;
		while (rest.length > 0) {
			const word = rest.shift()!;
			switch (word) {
				case 'up':
				case 'down': {
					link.isUp = word === 'up';
					break;
				}

				case 'name': {
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
					break;
				}

				case 'alias': {
					link.alias = argument(rest);
					break;
				}

				case 'mtu': {
					const mtu = argument(rest);
					if (!/^\d+$/v.test(mtu)) {
						throw new Refusal(`Error: argument "${mtu}" is wrong: Invalid "mtu" value`, 255);
					}

					link.mtu = Number(mtu);
					break;
				}

				case 'address': {
					const mac = argument(rest);
					if (!/^(?:[\da-f]{1,2}:){5}[\da-f]{1,2}$/iv.test(mac)) {
						throw new Refusal(`"${mac}" is invalid lladdr.`);
					}

					link.permanentMac ??= link.mac;
					link.mac = mac.toLowerCase();
					break;
				}

				case 'master': {
					const master = linkNamed(argument(rest), io);
					if (master.kind !== 'bridge') {
						throw new Refusal('RTNETLINK answers: Operation not supported', 2);
					}

					link.master = master.name;
					break;
				}

				case 'nomaster': {
					if (link.master === 'ovs-system') {
						throw new Refusal('RTNETLINK answers: Operation not supported', 2);
					}

					delete link.master;
					break;
				}

				default: {
					throw garbage(word);
				}
			}
		}

		return 0;
	},
	async add(words, io) {
		const rest = ['dev', 'name'].includes(words[0] ?? '') ? words.slice(1) : [...words];
		const name = rest.shift() ?? '';
		const {links} = io.machine.network;
		const type = rest.shift() === 'type' ? rest.shift() ?? '' : '';
		if (kinds[type] === undefined || name.length > 15) {
			throw new Refusal(kinds[type] === undefined ? 'Not enough information: "type" argument is required' : `Error: argument "${name}" is wrong: "name" not a valid ifname`, 255);
		}

		if (links.has(name)) {
			throw new Refusal('RTNETLINK answers: File exists', 2);
		}

		checkTypeArguments(type, rest);
		links.set(name, makeLink(name, kinds[type], `02:${randomBytes(5).toString('hex').match(/../gv)!.join(':')}`));
		await linksAppeared([name], io.machine, io.rehearsal);
		return 0;
	},
	delete(words, io) {
		const link = linkNamed(words[0] === 'dev' ? words[1] : words[0], io);
		const {links} = io.machine.network;
		if (['ethernet', 'loopback', 'ovs-internal', 'ovs-system'].includes(link.kind)) {
			throw new Refusal('RTNETLINK answers: Operation not supported', 2);
		}

		links.delete(link.name);
		for (const port of links.values().filter(({master}) => master === link.name)) {
			delete port.master;
		}

		io.machine.network.routes = io.machine.network.routes.filter(route => route.link !== link.name);
		return 0;
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
function renameIn({machine: {network: {routes, links}}}: Io, old: string, name: string): void {
	for (const route of routes.filter(({link}) => link === old)) {
		route.link = name;
	}

	for (const port of links.values().filter(({master}) => master === old)) {
		port.master = name;
	}
}

const bridgeArguments = new Set(['stp_state', 'mcast_snooping', 'forward_delay', 'vlan_filtering', 'ageing_time']);

function checkTypeArguments(type: string, words: readonly string[]): void {
	for (let index = 0; index < words.length; index += 2) {
		if (type !== 'bridge' || !bridgeArguments.has(words[index]!)) {
			throw new Refusal(`bridge: unknown command "${words[index]!}"?`, 255);
		}

		if (!/^\d+$/v.test(words[index + 1] ?? '')) {
			throw new Refusal(`Error: argument "${words[index + 1] ?? ''}" is wrong: invalid ${words[index]!}`, 255);
		}
	}
}

export function linkLine(link: Link, number: number): string {
	const flags = [link.kind === 'loopback' ? 'LOOPBACK' : 'BROADCAST,MULTICAST', ...(link.isUp ? ['UP', 'LOWER_UP'] : [])].join(',');
	return `${number}: ${link.name}: <${flags}> mtu ${link.mtu} ${link.master === undefined ? '' : `master ${link.master} `}state ${link.isUp ? 'UP' : 'DOWN'} mode DEFAULT group default qlen 1000\n    link/${link.kind === 'loopback' ? 'loopback' : 'ether'} ${link.mac} brd ff:ff:ff:ff:ff:ff${link.alias === '' ? '' : `\n    alias ${link.alias}`}`;
}

