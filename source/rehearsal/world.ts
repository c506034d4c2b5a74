import type {KeptJob} from './jobs/kept.js';
import type {Machine} from './machine.js';
import type {Cluster} from './kubernetes/model.js';
import type {DiskSnapshot, Libvirt} from './libvirt/model.js';

/**
Everything that is, as plain data: `v8.serialize` saves it whole. State of a later stage gets a field of its own here (`clusters`, say) and a file for its type.
*/
export type World = {
	/**
	On the lab's clock.
	*/
	time: number;
	/**
	The person's own machine, as steps at the local host see it.
	*/
	local: Machine;
	server: Machine;
	/**
	VMs that run, by the domain's name.
	*/
	nodes: Map<string, Machine>;
	libvirt: Libvirt;
	/**
	What is on a disk, by the id in its qcow2 file; kept when the VM is off.
	*/
	disks: Map<string, Machine>;
	/**
	Snapshots in a disk, by the id in its qcow2 file, the oldest first.
	*/
	diskSnapshots: Map<string, DiskSnapshot[]>;
	/**
	What machines keep of the wizard's jobs.
	*/
	jobs: KeptJob[];
	/**
	Kubernetes' clusters by id; which one a control plane serves stands on its disk.
	*/
	clusters: Map<string, Cluster>;
	/**
	For names that must differ.
	*/
	counter: number;
};

/**
A machine by the name that a place has.
*/
export function machineNamed(world: World, name: string): Machine | undefined {
	return name === 'local' ? world.local : (name === 'server' ? world.server : world.nodes.get(name));
}

export const allMachines = (world: World): readonly Machine[] => [world.local, world.server, ...world.nodes.values()];

export function nextNumber(world: World): number {
	world.counter++;
	return world.counter;
}
