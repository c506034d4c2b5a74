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
	Frames seen, for who counts them.
	*/
	counters: {received: number; sent: number};
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
};

export function makeLink(name: string, kind: LinkKind, mac: string, others: Partial<Link> = {}): Link {
	return {
		name, kind, mac, mtu: 1500, isUp: false, alias: '', addresses: [], counters: {received: 0, sent: 0}, ...others,
	};
}

export const makeNetwork = (): Network => ({
	links: new Map([['lo', makeLink('lo', 'loopback', '00:00:00:00:00:00', {mtu: 65_536, isUp: true, addresses: [{address: '127.0.0.1', prefix: 8}]})]]),
	routes: [],
});
