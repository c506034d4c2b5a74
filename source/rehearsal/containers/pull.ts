import {createHash} from 'node:crypto';
import type {Machine} from '../machine.js';
import {answersFrom} from '../network/reach.js';
import {internet} from '../network/segment.js';
import {Refusal} from '../program.js';
import type {Rehearsal} from '../rehearsal.js';

/**
An address of the internet: whoever reaches this one reaches all.
*/
const anyAddress = '192.0.2.1';

export const isOnline = (machine: Machine, {world}: Rehearsal): boolean => answersFrom(world, machine, anyAddress) === internet;

/**
Puts an image of a public registry into a machine's storage.
*/
export async function pullImage(reference: string, machine: Machine, rehearsal: Rehearsal): Promise<void> {
	if (!isOnline(machine, rehearsal)) {
		throw new Refusal(`Error: initializing source docker://${reference}: pinging container registry ${reference.split('/')[0]!}: no route to host`, 125);
	}

	await rehearsal.clock.sleep(8000);
	machine.images.set(reference, {digest: `sha256:${createHash('sha256').update(reference).digest('hex')}`});
}
