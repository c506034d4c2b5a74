/**
The links of one machine, as plain data. What frames really do is in `reach.ts`.
*/
export type LinkKind = 'loopback' | 'ethernet' | 'bridge' | 'tap' | 'veth' | 'dummy' | 'geneve' | 'ovs-system' | 'ovs-internal';

export type Address = {
	address: string;
	prefix: number;
	/**
	Given by DHCP.
	*/
	isDynamic?: boolean;
};

export type Link = {
	name: string;
	kind: LinkKind;
	mac: string;
	mtu: number;
	isUp: boolean;
	/**
	The Linux bridge, or `ovs-system`, that it is a port of.
	*/
	master?: string;
	alias: string;
	addresses: Address[];
	/**
	The other end of the cable: a NIC of a VM and its TAP on the server know each other.
	*/
	wire?: {machine: string; link: string};
	/**
	Of a NIC: `0000:07:00.0`.
	*/
	pci?: string;
	/**
	What its hardware says, where that is not its MAC now.
	*/
	permanentMac?: string;
	/**
	Frames seen, for who counts them.
	*/
	counters: {received: number; sent: number};
	/**
	Without the IPv6 address that a kernel gives.
	*/
	hasNoLinkLocal?: boolean;
	/**
	Name servers that DHCP gave.
	*/
	dns?: string[];
	/**
	The texts of networkd's files that it was last set up by.
	*/
	settledBy?: string;
};

/**
A flow of an OVS bridge, normalised: `match` is empty for one that takes everything.
*/
export type Flow = {
	priority: number;
	match: string;
	actions: string;
	/**
	Frames that it took, where somebody counts them.
	*/
	packets?: number;
};

export type Route = {
	/**
	`default`, or `192.168.200.0/24`.
	*/
	to: string;
	via?: string;
	link: string;
	metric: number;
	protocol: 'kernel' | 'dhcp' | 'static' | 'boot';
	source?: string;
};

export type Network = {
	links: Map<string, Link>;
	routes: Route[];
	/**
	Flows of OVS bridges, by the bridge.
	*/
	flows: Map<string, Flow[]>;
	/**
	What NetworkManager knows while it runs.
	*/
	manager: {
		/**
		The profile that is active on a device, by its UUID.
		*/
		active: Map<string, string>;
		/**
		Patterns of devices that it leaves alone.
		*/
		unmanaged: string[];
		hasOvsPlugin: boolean;
	};
	/**
	What systemd-resolved has read; undefined until it runs.
	*/
	resolver: {servers: string[]; takesAll: boolean} | undefined;
};

export function makeLink(name: string, kind: LinkKind, mac: string, others: Partial<Link> = {}): Link {
	return {
		name, kind, mac, mtu: 1500, isUp: false, alias: '', addresses: [], counters: {received: 0, sent: 0}, ...others,
	};
}

export const makeNetwork = (): Network => ({
	links: new Map([['lo', makeLink('lo', 'loopback', '00:00:00:00:00:00', {mtu: 65_536, isUp: true, addresses: [{address: '127.0.0.1', prefix: 8}]})]]),
	routes: [],
	flows: new Map(),
	manager: {active: new Map(), unmanaged: [], hasOvsPlugin: false},
	resolver: undefined,
});
