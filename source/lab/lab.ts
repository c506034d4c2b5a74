/**
A node's part in the testbed; one for each of the documents' arrays.
*/
export type Role = 'gateway' | 'infra-controller' | 'dpu' | 'tenant-controller' | 'dpu-host' | 'tenant-worker';

/**
A PCI address in domain 0. `function` is 0 to 7.
*/
export type PciAddress = {readonly bus: number; readonly slot: number; readonly function: number};

/**
A NIC on a libvirt network.
*/
export type NetworkInterface = {
	readonly kind: 'network';
	/**
	The libvirt network: the lab's management, infra or tenant one.
	*/
	readonly network: string;
	/**
	Name in the guest: enp1s0, enp7s0, enp8s0.
	*/
	readonly device: string;
	readonly mac: string;
	readonly pci: PciAddress;
};

/**
One end of a VF pair: a TAP of the server, tied by a two-port bridge to the TAP of the other end.
*/
export type VirtualFunction = {
	readonly kind: 'vf';
	readonly index: number;
	/**
	On the server: `br2-vf0`.
	*/
	readonly bridge: string;
	/**
	On the server: `tap2-vf0-i` at the DPU, `tap2-vf0-t` at its host.
	*/
	readonly tap: string;
	/**
	Name in the guest once the lab has set it: `enp2s0f1`; in the profile `offload` `rep0-0` at the DPU and `eth0-0` at its host.
	*/
	readonly device: string;
	/**
	Name that the guest's udev gives by the PCI address: `enp2s0f1`.
	*/
	readonly pciDevice: string;
	readonly mac: string;
	readonly pci: PciAddress;
};

export type Node = {
	readonly name: string;
	/**
	The number in the name: 2 of `infra-2`.
	*/
	readonly number: number;
	readonly role: Role;
	readonly cluster: 'infra' | 'tenant' | undefined;
	/**
	UUID of the libvirt domain: the marker that the domain is this lab's.
	*/
	readonly uuid: string;
	readonly vcpus: number;
	readonly memoryMb: number;
	readonly diskGb: number;
	/**
	Absolute paths on the server.
	*/
	readonly disk: string;
	readonly seed: string;
	/**
	Absolute path on the server of the image that the disk is an overlay of.
	*/
	readonly backing: string;
	/**
	Address in the management network, reserved by MAC.
	*/
	readonly managementIp: string;
	/**
	Address on the node's cluster network (a gateway has none: see `gatewayIp` of the networks).
	*/
	readonly dataIp: string | undefined;
	/**
	Device in the guest that carries `dataIp`: enp7s0, br-ex, or VF 0 of a DPU host.
	*/
	readonly dataDevice: string | undefined;
	/**
	A DPU's address on the tenant network (br-tenant).
	*/
	readonly tenantIp: string | undefined;
	/**
	Whether Open vSwitch runs in the node, by the profile.
	*/
	readonly hasOvs: boolean;
	/**
	The node at the other end of the VF pairs: a DPU's host, a host's DPU.
	*/
	readonly peer: string | undefined;
	readonly networkInterfaces: readonly NetworkInterface[];
	readonly virtualFunctions: readonly VirtualFunction[];
};

export type Cluster = {
	readonly name: 'infra' | 'tenant';
	/**
	The libvirt network and its bridge on the server.
	*/
	readonly network: string;
	readonly bridge: string;
	readonly networkUuid: string;
	/**
	`192.168.200`
	*/
	readonly octets: string;
	readonly subnet: string;
	readonly gatewayIp: string;
	readonly controller: Node;
	readonly workers: readonly Node[];
	readonly podCidr: string;
	readonly serviceCidr: string;
	readonly hostPrefix: number;
};

export type Profile = 'ctrl-only' | 'full' | 'offload';
export type GuestFamily = 'fedora' | 'debian';

/**
A lab with everything derived from what the person said. Made by `deriveLab` of a definition that `validateLab` found nothing wrong with.
*/
export type Lab = {
	readonly name: string;
	readonly id: string;
	readonly server: string | undefined;
	readonly profile: Profile;
	readonly guestFamily: GuestFamily;
	/**
	Every variable of the table with its value, the defaults filled in.
	*/
	readonly variables: Readonly<Record<string, string>>;
	/**
	In the order of the six arrays.
	*/
	readonly nodes: readonly Node[];
	readonly gateways: readonly Node[];
	readonly gateway: Node;
	readonly infraControllers: readonly Node[];
	readonly dpus: readonly Node[];
	readonly tenantControllers: readonly Node[];
	readonly dpuHosts: readonly Node[];
	readonly tenantWorkers: readonly Node[];
	/**
	All nodes that belong to a cluster: all but the gateway.
	*/
	readonly clusterNodes: readonly Node[];
	readonly infra: Cluster;
	readonly tenant: Cluster;
	/**
	VF pairs of each DPU.
	*/
	readonly numVf: number;
	/**
	Root ports that VFs past the documented buses need; empty up to 35 VFs.
	*/
	readonly vfRootPortBuses: readonly number[];
	readonly managementNetwork: string;
	/**
	`192.168.122`
	*/
	readonly managementOctets: string;
	/**
	User of the guests, who may use sudo without a password.
	*/
	readonly vmUser: string;
	/**
	Directory on the server that holds the lab's disks, seeds and images: everything in it is the lab's. Absolute.
	*/
	readonly poolDir: string;
	/**
	Where the cloud image comes from: a URL, or a path on the server.
	*/
	readonly imageUrl: string;
	readonly imageSha256: string;
	/**
	The downloaded cloud image, the golden image made from it, and the layers on that.
	*/
	readonly cloudImage: string;
	readonly goldenImage: string;
	readonly kubernetesImage: string;
	readonly ovsImage: string;
	readonly dns: string;
	readonly registryPort: number;
};
