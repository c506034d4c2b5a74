import {randomBytes} from 'node:crypto';
import {type Io, Refusal} from '../../program.js';
import {linksAppeared} from '../hotplug.js';
import {type Link, makeLink} from '../model.js';
import {linkChanges} from './link-changes.js';
import {
	garbage,
	type IpObject,
	linkNamed,
} from './object.js';

const kinds: Readonly<Record<string, Link['kind']>> = {bridge: 'bridge', dummy: 'dummy', veth: 'veth'};

export const linkVerbs: IpObject = {
	show(words, io, {isJson, isOneLine}) {
		const {links} = io.machine.network;
		const shown = selected(words, io);
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
		while (rest.length > 0) {
			const word = rest.shift()!;
			const change = Object.hasOwn(linkChanges, word) ? linkChanges[word] : undefined;
			if (!change) {
				throw garbage(word);
			}

			await change(link, rest, io);
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

// Words of `ip link show`: which links.
function selected(words: readonly string[], io: Io): readonly Link[] {
	const rest = [...words];
	let shown = io.machine.network.links.values().toArray();
	const keep = (isWanted: (link: Link) => boolean) => {
		shown = shown.filter(link => isWanted(link));
	};

	while (rest.length > 0) {
		const word = rest.shift()!;
		switch (word) {
			case 'master': {
				const master = linkNamed(rest.shift(), io).name;
				keep(link => link.master === master);

				break;
			}

			case 'type': {
				const type = rest.shift();
				keep(({kind}) => kind === type);

				break;
			}

			case 'up': {
				keep(({isUp}) => isUp);

				break;
			}

			default: {
				const name = word === 'dev' ? rest.shift() : word;
				if (!io.machine.network.links.has(name ?? '')) {
					throw new Refusal(`Device "${name ?? ''}" does not exist.`);
				}

				keep(link => link.name === name);
			}
		}
	}

	return shown;
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

