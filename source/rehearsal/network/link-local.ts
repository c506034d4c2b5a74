import {type Io, Refusal} from '../program.js';
import {machineNamed} from '../world.js';
import {segmentOf} from './segment.js';

/**
The address that a kernel makes of a MAC (RFC 4291).
*/
export function linkLocalOf(mac: string): string {
	const bytes = mac.split(':').map(part => Number.parseInt(part, 16));
	const eui = [bytes[0]! ^ 2, bytes[1]!, bytes[2]!, 0xFF, 0xFE, bytes[3]!, bytes[4]!, bytes[5]!];
	return `fe80::${[0, 2, 4, 6].map(index => ((eui[index]! * 256) + eui[index + 1]!).toString(16)).join(':')}`;
}

/**
Whether a neighbour with this address is on the link's segment, and the way back is there as well.
*/
export function isLinkLocalReached(address: string, device: string | undefined, {world, machine}: Io): boolean {
	const link = device === undefined ? undefined : machine.network.links.get(device);
	if (!link) {
		throw new Refusal(`ping: unknown iface: ${device ?? ''}`, 2);
	}

	if (link.hasNoLinkLocal || link.master !== undefined) {
		return false;
	}

	return segmentOf(world, {machine: machine.name, link: link.name}).some(each => {
		const there = machineNamed(world, each.machine)?.network.links.get(each.link);
		return there?.isUp === true && !there.hasNoLinkLocal && linkLocalOf(there.mac) === address && segmentOf(world, each).some(back => back.machine === machine.name && back.link === link.name);
	});
}
