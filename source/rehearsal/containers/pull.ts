import type {Machine} from '../machine.js';
import {answersFrom} from '../network/reach.js';
import {anyAddress, hasNames} from '../network/resolver.js';
import {internet} from '../network/segment.js';
import {Refusal} from '../program.js';
import type {Rehearsal} from '../rehearsal.js';
import {parseReference} from './image.js';
import {askRegistry} from './registry.js';

/**
Whether a machine gets at what the internet has under names: by its routes, and by who looks them up.
*/
export const isOnline = (machine: Machine, rehearsal: Rehearsal): boolean => answersFrom(rehearsal.world, machine, anyAddress) === internet && hasNames(machine, rehearsal);

/**
Puts an image of a registry into a machine's storage, as podman does.
*/
export async function pullImage(reference: string, machine: Machine, rehearsal: Rehearsal, isPlain = false): Promise<void> {
	const parsed = parseReference(reference);
	const answer = parsed ? askRegistry(parsed, machine, rehearsal, isPlain) : {refused: 'invalid reference format'};
	if ('refused' in answer) {
		throw new Refusal(`Error: initializing source docker://${reference}: ${answer.refused}`, 125);
	}

	await rehearsal.clock.sleep(8000);
	machine.images.set(reference, answer.image);
}
