import {FileError} from '../file-system/files.js';
import type {Machine} from '../machine.js';
import {Refusal} from '../program.js';
import {rootFiles} from '../systemd/units.js';
import type {World} from '../world.js';
import {cloudMachine} from '../cloud/image.js';

/**
What a qcow2 file says in a rehearsal: which disk it is, and what it is an overlay of. What is on the disk is kept apart, by its id.
*/
export type Qcow2 = {
	readonly id: string;
	readonly size: number;
	readonly backing?: string;
	/**
	Of a distribution's cloud image: whose.
	*/
	readonly cloud?: 'fedora' | 'debian';
};

const magic = 'QFI\u{FB} ';

export const qcow2Text = (image: Qcow2): string => `${magic}${JSON.stringify(image)}\n`;

export function readQcow2(path: string, {server}: World): Qcow2 {
	let text: string;
	try {
		text = rootFiles(server).text(path);
	} catch (error) {
		throw error instanceof FileError ? new Refusal(`Could not open '${path}': ${error.words}`) : error;
	}

	if (!text.startsWith(magic)) {
		throw new Refusal(`Could not open '${path}': Image is not in qcow2 format`);
	}

	return JSON.parse(text.slice(magic.length)) as Qcow2;
}

export function isEmptyDisk(path: string, world: World): boolean {
	const {id, backing, cloud} = readQcow2(path, world);
	return backing === undefined && cloud === undefined && !world.disks.has(id);
}

/**
What is on a disk: written already, or that of the image under it, copied at the first write.
*/
export function contentOf(path: string, world: World): Machine {
	const image = readQcow2(path, world);
	const written = world.disks.get(image.id);
	if (written) {
		return written;
	}

	const content = image.cloud === undefined ? contentOfBacking(path, image, world) : cloudMachine(image.cloud);
	if (image.cloud === undefined) {
		world.disks.set(image.id, content);
	}

	return content;
}

function contentOfBacking(path: string, {backing}: Qcow2, world: World): Machine {
	if (backing === undefined) {
		throw new Refusal(`No bootable device: there is nothing on ${path}`);
	}

	return structuredClone(contentOf(backing, world));
}
