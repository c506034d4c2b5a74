import {clusterOn} from '../kubernetes/config.js';
import type {Machine} from '../machine.js';
import {Refusal} from '../program.js';
import type {Rehearsal} from '../rehearsal.js';
import type {World} from '../world.js';
import {readQcow2} from './disk.js';
import type {DiskSnapshot, Domain} from './model.js';
import {plugIn, unplug} from './run-domain.js';

const diskOf = ({disks}: Domain, world: World): string => readQcow2(disks.find(({isReadOnly}) => !isReadOnly)!.file, world).id;

/**
The snapshots in the qcow2 file of an id.
*/
export const snapshotsIn = (id: string, {diskSnapshots}: World): readonly DiskSnapshot[] => diskSnapshots.get(id) ?? [];

/**
Writes disk and memory of a domain that is on into its disk, as they are, and its definition into libvirt.
*/
export function takeSnapshot(domain: Domain, {name, description}: {readonly name: string; readonly description: string | undefined}, rehearsal: Rehearsal): void {
	const {world, clock} = rehearsal;
	const machine = world.nodes.get(domain.name)!;
	const id = diskOf(domain, world);
	world.diskSnapshots.set(id, [...snapshotsIn(id, world), structuredClone({
		name,
		at: clock.now(),
		// A guest that has just begun does not use all of it.
		memoryBytes: Math.round(domain.memoryMb * (2 ** 20) * 0.4),
		machine,
		jobs: world.jobs.filter(job => job.machine === domain.name),
		cluster: clusterOn(machine, rehearsal),
	})]);
	const {snapshots, taps: _taps, ...definition} = domain;
	domain.snapshots = [...snapshots, structuredClone({
		name, description, parent: snapshots.at(-1)?.name, at: clock.now(), domain: definition,
	})];
}

/**
Removes a snapshot from the disk, and from libvirt unless only the disk is meant.
*/
export function deleteSnapshot(domain: Domain, name: string, world: World, isMetadataAlone: boolean): void {
	domain.snapshots = domain.snapshots.filter(each => each.name !== name);
	if (isMetadataAlone) {
		return;
	}

	const id = diskOf(domain, world);
	world.diskSnapshots.set(id, snapshotsIn(id, world).filter(each => each.name !== name));
}

/**
Puts disk, memory and definition of a snapshot in the place of what is there. QEMU begins anew with it: the guest's NICs are plugged into new TAPs, and whoever talks to the guest is cut off.
*/
export function revertTo(domain: Domain, name: string, state: Domain['state'] | undefined, rehearsal: Rehearsal): void {
	const {world, clock} = rehearsal;
	const kept = domain.snapshots.find(each => each.name === name)!;
	const id = diskOf(domain, world);
	const found = snapshotsIn(id, world).find(each => each.name === name);
	if (!found) {
		throw new Refusal(`error: internal error: unable to execute QEMU monitor command 'snapshot-load': Snapshot '${name}' does not exist in one or more devices`);
	}

	rehearsal.running.get(domain.name)?.abort();
	rehearsal.goingDown.delete(domain.name);
	unplug(domain, world);
	const {machine, jobs, cluster} = structuredClone(found);
	Object.assign(domain, structuredClone(kept.domain), {isAutostarted: domain.isAutostarted, state: state ?? kept.domain.state});
	domain.taps = plugIn(domain, world, why => new Refusal(`error: ${why}`));
	rewire(domain, machine, world);
	// Its clock goes on from where it stood.
	machine.clockOffset -= clock.now() - found.at;
	world.nodes.set(domain.name, machine);
	world.disks.set(id, machine);
	world.jobs = [...world.jobs.filter(job => job.machine !== domain.name), ...jobs];
	if (cluster) {
		world.clusters.set(cluster.id, cluster);
	}

	rehearsal.running.set(domain.name, new AbortController());
}

function rewire(domain: Domain, machine: Machine, world: World): void {
	const hex = (value: number) => value.toString(16).padStart(2, '0');
	for (const [index, {bus, slot, function: fn}] of domain.interfaces.entries()) {
		const tap = world.server.network.links.get(domain.taps[index]!);
		const nic = machine.network.links.values().find(({pci}) => pci === `0000:${hex(bus)}:${hex(slot)}.${fn}`);
		if (!(tap && nic)) {
			continue;
		}

		nic.wire = {machine: 'server', link: tap.name};
		tap.wire = {machine: domain.name, link: nic.name};
	}
}
