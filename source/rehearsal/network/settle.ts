import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import {networkOf} from './address.js';
import {lease} from './dhcp.js';
import type {Link} from './model.js';

/**
What a network manager wants of a link that it has a file for.
*/
export type LinkSettings = {
	readonly addresses: ReadonlyArray<{readonly address: string; readonly prefix: number}>;
	readonly isDhcp?: boolean;
	readonly gateway?: string | undefined;
	readonly gatewayMetric: number;
	readonly dhcpMetric: number;
	/**
	Takes the router and the name servers that DHCP tells.
	*/
	readonly usesRouter: boolean;
	readonly usesDns: boolean;
	readonly hasLinkLocal: boolean;
};

/**
Gives a link just these addresses and routes, whatever it had before.
*/
export function settle(machine: Machine, link: Link, settings: LinkSettings, rehearsal: Rehearsal): void {
	release(machine, link);
	link.isUp = true;
	if (!settings.hasLinkLocal) {
		link.hasNoLinkLocal = true;
	}

	const {routes} = machine.network;
	const add = (address: string, prefix: number, metric: number, isDynamic: boolean) => {
		link.addresses.push({address, prefix, ...(isDynamic && {isDynamic})});
		routes.push({
			to: networkOf(address, prefix), link: link.name, metric, protocol: 'kernel', source: address,
		});
	};

	for (const {address, prefix} of settings.addresses) {
		add(address, prefix, settings.gatewayMetric, false);
	}

	if (settings.gateway !== undefined) {
		routes.push({
			to: 'default', via: settings.gateway, link: link.name, metric: settings.gatewayMetric, protocol: 'static',
		});
	}

	const leased = settings.isDhcp ? lease(machine, link, rehearsal) : undefined;
	if (!leased) {
		return;
	}

	add(leased.address, leased.prefix, settings.dhcpMetric, true);
	if (settings.usesRouter) {
		routes.push({
			to: 'default', via: leased.router, link: link.name, metric: settings.dhcpMetric, protocol: 'dhcp', source: leased.address,
		});
	}

	if (settings.usesDns) {
		link.dns = [leased.router];
	}
}

/**
Takes a link's addresses and routes; it stays as up or down as it is.
*/
export function release(machine: Machine, link: Link): void {
	link.addresses = [];
	delete link.dns;
	delete link.hasNoLinkLocal;
	machine.network.routes = machine.network.routes.filter(route => route.link !== link.name);
}

/**
Whether there is a cable with something at its other end; a bridge has what its ports have.
*/
export function hasCarrier(link: Link, machine: Machine): boolean {
	if (!link.isUp) {
		return false;
	}

	return link.kind === 'bridge'
		? machine.network.links.values().some(each => each.master === link.name && hasCarrier(each, machine))
		: link.kind !== 'ethernet' || link.wire !== undefined;
}

/**
Whether a name is one that a pattern with `*` and `?` means.
*/
export const isLike = (name: string, pattern: string): boolean => new RegExp(`^${pattern.replaceAll(/[$\(\)+.\/\[\\\]^\{\|\}]/gv, String.raw`\$&`).replaceAll('*', '.*').replaceAll('?', '.')}$`, 'v').test(name);
