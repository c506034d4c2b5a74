import type {
	Lab,
	NetworkInterface,
	Node,
	PciAddress,
	VirtualFunction,
} from '../../source/lab/lab.js';

/**
What a domain of the lab is made of, whether a node or the builder of an image.
*/
export type DomainParts = {
	readonly name: string;
	readonly uuid: string;
	readonly title: string;
	readonly labId: string;
	/**
	Marks what the definition was made from, so that another description is another definition.
	*/
	readonly recipe: string;
	readonly vcpus: number;
	readonly memoryMb: number;
	readonly disk: string;
	readonly seed: string;
	readonly console: string;
	readonly interfaces: ReadonlyArray<NetworkInterface | VirtualFunction>;
	/**
	Buses with root ports of their own, past the documented ones.
	*/
	readonly extraBuses: readonly number[];
};

/**
Stand in the XML for what only the server knows; see `virtType`.
*/
export const virtTypeMark = '@VIRT_TYPE@';
export const cpuModeMark = '@CPU_MODE@';

/**
The libvirt domain. Every PCI device has its address pinned: the VFs are functions 1 to 7 of buses whose function 0 is one of the other devices, and
a slot without function 0 is never enumerated by the guest. Left to libvirt, those devices would move elsewhere because their buses look taken
(testbed.md 5.2). The seed is a virtio disk, because Debian's cloud kernel has no SATA driver (10.2).
*/
export function domainXml(parts: DomainParts): string {
	// Libvirt numbers a bus by the index of the root port that makes it, and wants no gaps.
	const lastBus = Math.max(14, ...parts.extraBuses);
	return `<domain type='${virtTypeMark}'>
  <name>${escapeXml(parts.name)}</name>
  <uuid>${parts.uuid}</uuid>
  <title>${escapeXml(parts.title)}</title>
  <metadata>
    <dpu-wizard:lab xmlns:dpu-wizard='urn:dpu-wizard:lab' id='${escapeXml(parts.labId)}' recipe='${parts.recipe}'/>
  </metadata>
  <memory unit='MiB'>${parts.memoryMb}</memory>
  <vcpu>${parts.vcpus}</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features><acpi/><apic/></features>
  <cpu mode='${cpuModeMark}'/>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>restart</on_crash>
  <devices>
    <controller type='pci' index='0' model='pcie-root'/>
${Array.from({length: lastBus}, (_, index) => `    <controller type='pci' index='${index + 1}' model='pcie-root-port'/>`).join('\n')}
    <controller type='usb' index='0' model='qemu-xhci'>${address({bus: 2, slot: 0, function: 0})}</controller>
    <controller type='virtio-serial' index='0'>${address({bus: 3, slot: 0, function: 0})}</controller>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' discard='unmap'/>
      <source file='${escapeXml(parts.disk)}'/>
      <target dev='vda' bus='virtio'/>
      ${address({bus: 4, slot: 0, function: 0})}
    </disk>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='${escapeXml(parts.seed)}'/>
      <target dev='vdb' bus='virtio'/>
      <readonly/>
      ${address({bus: 9, slot: 0, function: 0})}
    </disk>
    <memballoon model='virtio'>${address({bus: 5, slot: 0, function: 0})}</memballoon>
    <rng model='virtio'>
      <backend model='random'>/dev/urandom</backend>
      ${address({bus: 6, slot: 0, function: 0})}
    </rng>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <serial type='pty'><log file='${escapeXml(parts.console)}' append='off'/><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
${parts.interfaces.map(each => interfaceXml(each)).join('\n')}
  </devices>
</domain>
`;
}

/**
The domain of a node, with its VF NICs.
*/
export const nodeDomainParts = (lab: Lab, node: Node, recipe: string): DomainParts => ({
	name: node.name,
	uuid: node.uuid,
	title: `dpu-wizard ${lab.name}: ${node.role} ${node.name}`,
	labId: lab.id,
	recipe,
	vcpus: node.vcpus,
	memoryMb: node.memoryMb,
	disk: node.disk,
	seed: node.seed,
	console: consolePath(lab, node),
	interfaces: [...node.networkInterfaces, ...node.virtualFunctions],
	extraBuses: node.virtualFunctions.length > 0 ? lab.vfRootPortBuses : [],
});

/**
What the node's serial console printed since its last start, on the server.
*/
export const consolePath = (lab: Lab, node: Node): string => `${lab.poolDir}/${node.name}-console.log`;

// Libvirt makes a VF's TAP and puts it into the bridge, at each start of the VM (A7); MAC and address are always explicit (D133).
function interfaceXml(device: NetworkInterface | VirtualFunction): string {
	const [type, source] = device.kind === 'vf'
		? ['bridge', `<source bridge='${device.bridge}'/><target dev='${device.tap}'/>`]
		: ['network', `<source network='${escapeXml(device.network)}'/>`];
	return `    <interface type='${type}'><mac address='${device.mac}'/>${source}<model type='virtio'/>${address(device.pci)}</interface>`;
}

const hex = (value: number) => `0x${value.toString(16).padStart(2, '0')}`;

function address({bus, slot, function: fn}: PciAddress): string {
	// Function 0 shares its slot with the VFs.
	const shared = fn === 0 ? ' multifunction=\'on\'' : '';
	return `<address type='pci' domain='0x0000' bus='${hex(bus)}' slot='${hex(slot)}' function='0x${fn.toString(16)}'${shared}/>`;
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;',
};

const escapeXml = (text: string): string => text.replaceAll(/["&'<>]/g, character => entities[character]!);
