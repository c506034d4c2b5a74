import type {KeptJob} from '../jobs/kept.js';
import type {Cluster} from '../kubernetes/model.js';
import type {Machine} from '../machine.js';

/**
What libvirt on the server knows, as plain data.
*/
export type Libvirt = {
	networks: Map<string, LibvirtNetwork>;
	domains: Map<string, Domain>;
};

export type Reservation = {mac: string; name: string; address: string};

export type LibvirtNetwork = {
	name: string;
	uuid: string;
	bridge: string;
	mac: string;
	isActive: boolean;
	isAutostarted: boolean;
	domain: string | undefined;
	/**
	Undefined for an isolated network without an address of the server.
	*/
	ip: {address: string; netmask: string; range: {start: string; end: string} | undefined} | undefined;
	isNat: boolean;
	/**
	Of what runs, and of what the next start reads.
	*/
	reservations: Reservation[];
	configured: Reservation[];
	leases: Map<string, {address: string; name: string; until: number}>;
};

export type DomainInterface = {
	type: 'network' | 'bridge';
	source: string;
	/**
	Of the TAP on the server; libvirt chooses one where the definition has none.
	*/
	target: string | undefined;
	mac: string;
	bus: number;
	slot: number;
	function: number;
};

export type Domain = {
	name: string;
	uuid: string;
	/**
	The definition as libvirt gives it back.
	*/
	xml: string;
	memoryMb: number;
	vcpus: number;
	type: 'kvm' | 'qemu';
	disks: Array<{file: string; target: string; isReadOnly: boolean; format: string}>;
	console: {file: string; isAppended: boolean} | undefined;
	interfaces: DomainInterface[];
	isPersistent: boolean;
	isAutostarted: boolean;
	state: 'running' | 'paused' | 'shut off';
	/**
	TAPs on the server while it runs, in the order of its interfaces.
	*/
	taps: string[];
	/**
	What libvirt knows of the snapshots of its disk, the oldest first.
	*/
	snapshots: DomainSnapshot[];
};

/**
Libvirt's part of a snapshot; what was on the disk and in memory lies in the disk.
*/
export type DomainSnapshot = {
	name: string;
	description: string | undefined;
	parent: string | undefined;
	/**
	On the lab's clock.
	*/
	at: number;
	/**
	The definition as it was then.
	*/
	domain: Omit<Domain, 'snapshots' | 'taps'>;
};

/**
An internal snapshot of a qcow2 file: disk and memory of one moment.
*/
export type DiskSnapshot = {
	name: string;
	at: number;
	/**
	What the memory takes, in bytes.
	*/
	memoryBytes: number;
	machine: Machine;
	/**
	Files of the wizard's jobs, which are on that disk.
	*/
	jobs: KeptJob[];
	/**
	What etcd on that disk held.
	*/
	cluster: Cluster | undefined;
};
