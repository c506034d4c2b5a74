import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootFiles} from '../systemd/units.js';
import {numberOf, prefixOf} from './address.js';
import type {Link} from './model.js';
import {segmentOf} from './segment.js';

export type Lease = {readonly address: string; readonly prefix: number; readonly router: string};

const hourMs = 3_600_000;

/**
Asks for an address on a link: libvirt's dnsmasq answers where the segment reaches the bridge of one of its networks.
*/
export function lease(machine: Machine, link: Link, {world, clock}: Rehearsal): Lease | undefined {
	const bridges = segmentOf(world, {machine: machine.name, link: link.name}).filter(each => each.machine === 'server').map(each => each.link);
	const network = world.libvirt.networks.values().find(each => each.isActive && each.ip?.range !== undefined && bridges.includes(each.bridge));
	if (!network) {
		return undefined;
	}

	const {ip, leases, reservations} = network;
	const taken = new Set([...reservations.map(each => each.address), ...leases.entries().filter(([mac, each]) => mac !== link.mac && each.until > clock.now()).map(([, each]) => each.address)]);
	const reserved = reservations.find(each => each.mac === link.mac)?.address;
	const base = ip!.address.split('.').slice(0, 3).join('.');
	const first = numberOf(ip!.range!.start) % 256;
	const last = numberOf(ip!.range!.end) % 256;
	const free = Array.from({length: last - first + 1}, (_, index) => `${base}.${first + index}`).find(each => !taken.has(each));
	const address = reserved ?? free;
	if (address === undefined) {
		return undefined;
	}

	leases.set(link.mac, {address, name: (rootFiles(machine).textIfThere('/etc/hostname') ?? '*').trim(), until: clock.now() + hourMs});
	return {address, prefix: prefixOf(ip!.netmask), router: ip!.address};
}
