import {type Program, Refusal} from '../program.js';
import {qcow2Text, readQcow2} from '../libvirt/disk.js';
import {snapshotsIn} from '../libvirt/snapshot.js';
import {readOptions} from '../usage.js';
import {nextNumber, type World} from '../world.js';

const units: Readonly<Record<string, number>> = {
	'': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40,
};

export const qemuImg: Program = async ([verb, ...argv], io) => {
	const unknown = (word: string) => new Refusal(`qemu-img: unrecognized option '${word}'\nTry 'qemu-img --help' for more information`);
	switch (verb) {
		case 'create': {
			const given = readOptions(argv, {flags: [['-q', '--quiet'], '-u'], values: ['-f', '-F', '-b', '-o'], unknown});
			const [path, size] = given.words;
			const backing = given.value('-b');
			if (path === undefined) {
				throw new Refusal('qemu-img: create: Expecting image file name');
			}

			if (given.value('-f') !== 'qcow2') {
				throw new Refusal(`qemu-img: ${path}: Unknown file format '${given.value('-f') ?? 'raw'}'`);
			}

			if (backing !== undefined && given.value('-F') !== 'qcow2') {
				throw new Refusal(`qemu-img: ${path}: Backing file specified without backing format`);
			}

			const under = backing === undefined ? undefined : openImage(backing, path);
			const bytes = size === undefined ? under?.size : sizeOf(size);
			if (bytes === undefined) {
				throw new Refusal(`qemu-img: ${path}: Image creation needs a size parameter`);
			}

			io.files.write(io.path(path), qcow2Text({id: `disk-${nextNumber(io.world)}`, size: bytes, ...(backing !== undefined && {backing})}));
			if (!given.has('--quiet')) {
				io.say(`Formatting '${path}', fmt=qcow2 size=${bytes}`);
			}

			return 0;
		}

		case 'info': {
			const given = readOptions(argv, {flags: [['-U', '--force-share'], '--backing-chain'], values: ['--output', '-f'], unknown});
			const [path] = given.words;
			if (path === undefined) {
				throw new Refusal('qemu-img: Expecting one image file name');
			}

			io.files.bytes(io.path(path));
			const isBusy = io.world.libvirt.domains.values().some(({state, disks}) => state !== 'shut off' && disks.some(({file}) => file === io.path(path)));
			if (isBusy && !given.has('--force-share')) {
				throw new Refusal(`qemu-img: Could not open '${path}': Failed to get shared "write" lock\nIs another process using the image [${path}]?`);
			}

			const {id, size, backing} = readQcow2(io.path(path), io.world);
			const snapshots = snapshotsIn(id, io.world);
			io.say(given.value('--output') === 'json'
				? JSON.stringify({
					...(snapshots.length > 0 && {
						snapshots: snapshots.map(({name, at, memoryBytes}, index) => ({
							'vm-clock-nsec': 0, name, 'date-sec': Math.floor(at / 1000), 'date-nsec': 0, 'vm-clock-sec': 0, id: String(index + 1), 'vm-state-size': memoryBytes,
						})),
					}),
					'virtual-size': size, 'actual-size': actualSize(id, io.world), filename: path, format: 'qcow2', ...(backing !== undefined && {'backing-filename': backing, 'full-backing-filename': backing, 'backing-filename-format': 'qcow2'}),
				}, undefined, 4)
				: [`image: ${path}`, 'file format: qcow2', `virtual size: ${size}`, ...(backing === undefined ? [] : [`backing file: ${backing}`]), ...snapshots.map(({name}, index) => `${index + 1}  ${name}`)].join('\n'));
			return 0;
		}

		case 'check': {
			const given = readOptions(argv, {flags: [['-q', '--quiet'], ['-U', '--force-share']], values: ['--output', '-f', '-r'], unknown});
			const [path] = given.words;
			if (path === undefined) {
				throw new Refusal('qemu-img: Expecting one image file name');
			}

			// Refuses what is no qcow2 file, with another status.
			try {
				readQcow2(io.path(path), io.world);
			} catch (error) {
				throw error instanceof Refusal && error.message.endsWith('not in qcow2 format') ? new Refusal('qemu-img: This image format does not support checks', 63) : error;
			}

			if (!given.has('--quiet')) {
				io.say('No errors were found on the image.');
			}

			return 0;
		}

		case undefined:
		default: {
			throw new Refusal(`qemu-img: Command not found: ${verb ?? ''}\nTry 'qemu-img --help' for more information`);
		}
	}

	function openImage(backing: string, path: string) {
		try {
			return readQcow2(io.path(backing), io.world);
		} catch (error) {
			throw error instanceof Refusal ? new Refusal(`qemu-img: ${path}: ${error.message}\nCould not open backing image.`) : error;
		}
	}

	function sizeOf(text: string): number {
		const found = /^(?<number>\d+)(?<unit>[GKMT]?)$/v.exec(text)?.groups;
		if (!found) {
			throw new Refusal(`qemu-img: Invalid image size specified. You may use k, M, G, T, P or E suffixes for ${text}`);
		}

		return Number(found.number) * units[found.unit!]!;
	}
};

// About what a small guest has written by then, and the memory of its snapshots.
function actualSize(id: string, world: World): number {
	let bytes = world.disks.has(id) ? 600 * (2 ** 20) : 200 * (2 ** 10);
	for (const {memoryBytes} of snapshotsIn(id, world)) {
		bytes += memoryBytes;
	}

	return bytes;
}
