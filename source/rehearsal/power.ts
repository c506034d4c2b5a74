import {stopDomain} from './libvirt/run-domain.js';
import type {Machine} from './machine.js';
import type {Rehearsal} from './rehearsal.js';

/**
A machine turns itself off. One that is in the middle of cloud-init's commands is off at their end, for their last words' sake. Only VMs can: whoever turns off the
server has no rehearsal any more.
*/
export function powerOff(machine: Machine, rehearsal: Rehearsal): void {
	const domain = rehearsal.world.libvirt.domains.get(machine.name);
	if (!domain || rehearsal.goingDown.has(domain.name)) {
		return;
	}

	rehearsal.goingDown.add(domain.name);
	const stopping = stop().finally(() => {
		rehearsal.background.delete(stopping);
	});
	rehearsal.background.add(stopping);

	async function stop(): Promise<void> {
		await rehearsal.clock.sleep(secondsToStop * 1000, rehearsal.running.get(domain!.name)?.signal);
		if (!rehearsal.inCloudInit.has(domain!.name)) {
			stopDomain(domain!, rehearsal);
		}
	}
}

const secondsToStop = 4;
