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
	console: string | undefined;
	interfaces: DomainInterface[];
	isPersistent: boolean;
	isAutostarted: boolean;
	state: 'running' | 'shut off';
	/**
	TAPs on the server while it runs, in the order of its interfaces.
	*/
	taps: string[];
};
