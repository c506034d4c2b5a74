import type {Machine} from '../machine.js';
import {reconfigure} from '../ovs/vswitchd.js';
import type {Rehearsal} from '../rehearsal.js';
import {autoconnect, isManagerActive} from './manager/activate.js';
import {isNetworkdActive, reconfigureLink} from './networkd/networkd.js';

/**
What others do when links are there that were not before, or have another name now: the network managers set them up, Open vSwitch takes its ports.
*/
export async function linksAppeared(names: readonly string[], machine: Machine, rehearsal: Rehearsal): Promise<void> {
	if (names.length === 0) {
		return;
	}

	await reconfigure(machine, rehearsal);
	for (const name of names) {
		const link = machine.network.links.get(name);
		if (link && isNetworkdActive(machine)) {
			reconfigureLink(link, machine, rehearsal);
		}

		if (link && isManagerActive(machine)) {
			await autoconnect(name, machine, rehearsal);
		}
	}
}
