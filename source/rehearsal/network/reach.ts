import {machineNamed, type World} from '../world.js';
import type {Listener, Machine} from '../machine.js';
import {isWithin} from './address.js';
import {letsIn} from './firewall.js';
import {masquerades} from './masquerade.js';
import type {Route} from './model.js';
import {internet, segmentOf} from './segment.js';

export type Path = {
	/**
	Whose stack has the address, or `internet`.
	*/
	readonly machine: string;
	/**
	The sender as the target sees it: its own address, or that of who masqueraded it.
	*/
	readonly source: string | undefined;
};

const mostHops = 8;

/**
The way of a packet to an address, hop by hop; undefined where there is none. One way only. `device` is the link that it must leave by.
*/
export function pathTo(world: World, from: Machine, address: string, {sender, hops = 0, device}: {readonly sender?: string | undefined; readonly hops?: number; readonly device?: string | undefined} = {}): Path | undefined {
	if (hasAddress(from, address)) {
		return {machine: from.name, source: sender ?? address};
	}

	const route = routeTo(from, address, device) ?? onLink(from, address, device);
	const link = route && from.network.links.get(route.link);
	if (!route || !link || hops === mostHops) {
		return undefined;
	}

	const own = route.source ?? link.addresses[0]?.address;
	const source = sender === undefined || masquerades(world, from, sender, link.name) ? own : sender;
	const next = route.via ?? address;
	for (const endpoint of segmentOf(world, {machine: from.name, link: link.name})) {
		if (endpoint.machine === internet) {
			return {machine: internet, source};
		}

		const machine = machineNamed(world, endpoint.machine)!;
		// What stands still neither takes nor passes on.
		if (world.libvirt.domains.get(machine.name)?.state === 'paused') {
			continue;
		}

		if (machine.network.links.get(endpoint.link)?.addresses.some(each => each.address === next)) {
			return next === address
				? {machine: machine.name, source}
				: (machine.sysctls.get('net.ipv4.ip_forward') === '1' ? pathTo(world, machine, address, {sender: source, hops: hops + 1}) : undefined);
		}
	}

	return undefined;
}

/**
Whether packets go there and answers come back.
*/
export function answersFrom(world: World, from: Machine, address: string, device?: string): string | undefined {
	const there = pathTo(world, from, address, {device});
	if (there === undefined || there.machine === internet) {
		return there?.machine;
	}

	const target = machineNamed(world, there.machine)!;
	return there.source !== undefined && (target === from || pathTo(world, target, there.source) !== undefined) ? there.machine : undefined;
}

/**
What listens at an address and a port, where it can be reached from a machine.
*/
export function reach(world: World, from: Machine, address: string, port: number): {readonly machine: string; readonly listener: Listener} | undefined {
	const name = address.startsWith('127.') || address === 'localhost' ? from.name : answersFrom(world, from, address);
	const machine = name === undefined ? undefined : machineNamed(world, name);
	const listener = machine?.listeners.find(each => each.port === port && (!each.isLocal || machine === from) && (each.address === undefined || each.address === address));
	// Whoever asks from elsewhere asks through the server's firewall.
	const isLetIn = machine === from || machine !== world.server || letsIn(world.server, port);
	return machine && listener && isLetIn ? {machine: machine.name, listener} : undefined;
}

const hasAddress = (machine: Machine, address: string) => machine.network.links.values().some(({addresses}) => addresses.some(each => each.address === address));

// Whoever binds to a link without a route takes every address for a neighbour.
const onLink = ({network: {links}}: Machine, address: string, device: string | undefined): Route | undefined => device !== undefined && links.get(device)?.isUp
	? {
		to: `${address}/32`, link: device, metric: 0, protocol: 'boot',
	}
	: undefined;

/**
The route that the kernel takes to an address.
*/
export function routeTo({network: {routes, links}}: Machine, address: string, device?: string): Route | undefined {
	const prefixOf = ({to}: Route) => to === 'default' ? 0 : Number(to.split('/', 2)[1] ?? 32);
	return routes
		.filter(({to, link}) => links.get(link)?.isUp === true && (device === undefined || link === device) && (to === 'default' || isWithin(address, to)))
		.toSorted((first, second) => prefixOf(first) === prefixOf(second) ? first.metric - second.metric : prefixOf(second) - prefixOf(first))[0];
}
