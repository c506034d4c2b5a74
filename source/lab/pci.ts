import type {PciAddress} from './lab.js';

/**
VFs that fit beside the golden VM's own devices on buses 2 to 6. Past them bus 7 would become multifunction, and the second NIC would lose its name.
*/
export const vfsOnDocumentedBuses = 35;

/**
The index is one octet of a MAC.
*/
export const mostVfs = 255;

const firstOwnBus = 16;

/**
PCI address of a VF. Up to 35 VFs they lie as the documents say: functions 1 to 7 beside the device that has function 0 on buses 2 to 6. Past 35 all of them
are on root ports of their own from bus 16, functions 0 to 7; function 0 then must say `multifunction='on'`, also where it is alone on its bus.
*/
export function vfPci(index: number, numVf: number): PciAddress {
	return numVf <= vfsOnDocumentedBuses
		? {bus: 2 + Math.floor(index / 7), slot: 0, function: 1 + (index % 7)}
		: {bus: firstOwnBus + Math.floor(index / 8), slot: 0, function: index % 8};
}

/**
Buses of the root ports that only VFs use; none up to 35 VFs.
*/
export function vfRootPortBuses(numVf: number): readonly number[] {
	const count = numVf <= vfsOnDocumentedBuses ? 0 : Math.ceil(numVf / 8);
	return Array.from({length: count}, (_, index) => firstOwnBus + index);
}

/**
Name that udev's path policy gives a function of a multifunction device. The bus is decimal.
*/
export const pciDeviceName = ({bus, slot, function: fn}: PciAddress): string => `enp${bus}s${slot}f${fn}`;

/**
A NIC that is alone on its bus: enp1s0, enp7s0, enp8s0.
*/
export const nicPci = (bus: number): PciAddress => ({bus, slot: 0, function: 0});
export const nicDeviceName = (bus: number): string => `enp${bus}s0`;

/**
Name of VF 0 in a DPU host: what the documents call TAP_0.
*/
export const firstVfDevice = (profile: string, numVf: number): string => profile === 'offload' ? 'eth0-0' : pciDeviceName(vfPci(0, numVf));
