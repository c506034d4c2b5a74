import type {World} from '../world.js';
import type {Machine} from '../machine.js';
import {isWithin, networkOf, prefixOf} from './address.js';

/**
Whether a machine puts its own address in the place of a sender's as a packet leaves by a link: libvirt's NAT on the server, a rule of nftables elsewhere.
*/
export function masquerades(world: World, machine: Machine, sender: string, link: string): boolean {
	const isOfLibvirt = machine === world.server && world.libvirt.networks.values().some(network => network.isActive && network.isNat && network.bridge !== link && network.ip !== undefined && isWithin(sender, networkOf(network.ip.address, prefixOf(network.ip.netmask))));
	return isOfLibvirt || machine.masquerades.some(rule => (rule.device === undefined || rule.device === link) && (rule.sources.length === 0 || rule.sources.some(source => isWithin(sender, source))));
}
