import type {Machine} from '../machine.js';
import {isIpv4} from '../network/address.js';
import {reach} from '../network/reach.js';
import type {Rehearsal} from '../rehearsal.js';
import {machineNamed} from '../world.js';
import {type Image, nameInRegistry, type Reference} from './image.js';
import {isOnline} from './pull.js';
import {publicImage} from './public.js';

/**
What came of asking a registry for an image: the image, or why not in the words of the programs that ask.
*/
export type Answer = {readonly image: Image} | {readonly refused: string};

export type Found = {readonly kind: 'lab'; readonly images: Map<string, Image>} | {readonly kind: 'public'} | {readonly kind: 'refused'; readonly why: string};

const refused = (why: string): Found => ({kind: 'refused', why});

/**
Asks a registry, of the lab or of the internet. `isPlain` allows HTTP, which the lab's own speaks.
*/
export function askRegistry(reference: Reference, from: Machine, rehearsal: Rehearsal, isPlain: boolean): Answer {
	const found = findRegistry(reference, from, rehearsal, isPlain);
	if (found.kind === 'refused') {
		return {refused: found.why};
	}

	const image = found.kind === 'public' ? publicImage(reference) : found.images.get(nameInRegistry(reference));
	return image
		? {image}
		: {refused: found.kind === 'public' ? `reading manifest ${reference.tag ?? reference.digest ?? 'latest'} in ${reference.host}/${reference.repository}: requested access to the resource is denied` : `reading manifest ${reference.tag ?? reference.digest ?? 'latest'} in ${reference.host}/${reference.repository}: manifest unknown`};
}

/**
The images of the lab's registry at an address, one of the internet, or why it can't be asked.
*/
export function findRegistry({host}: Reference, from: Machine, rehearsal: Rehearsal, isPlain: boolean): Found {
	const [address = '', port] = host.split(':', 2);
	if (!isIpv4(address) && address !== 'localhost') {
		return isOnline(from, rehearsal) ? {kind: 'public'} : refused(`pinging container registry ${host}: Get "https://${host}/v2/": dial tcp: lookup ${address}: no such host`);
	}

	const reached = reach(rehearsal.world, from, address, Number(port ?? 443));
	if (reached?.listener.service !== 'registry') {
		return refused(`pinging container registry ${host}: Get "https://${host}/v2/": dial tcp ${host}: connect: ${reached ? 'connection refused' : 'no route to host'}`);
	}

	return isPlain ? {kind: 'lab', images: machineNamed(rehearsal.world, reached.machine)!.registry} : refused(`pinging container registry ${host}: Get "https://${host}/v2/": http: server gave HTTP response to HTTPS client`);
}
