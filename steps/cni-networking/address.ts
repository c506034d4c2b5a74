import type {Lab} from '../../source/lab/lab.js';
import {type Command, fragment, sh} from '../../source/shell/command.js';
import {externalBridge} from './facts.js';
import {
	activate,
	addressSettings,
	gatewaySettings,
	noGateway,
	profile,
	releaseDevice,
} from './network-manager.js';
import {type Address, addressed, networkd} from './networkd.js';

const profileOf = (device: string): string => device === externalBridge ? `ovs-if-${device}` : `dpu-${device}`;

/**
A fixed address on a NIC, that leads nowhere yet.
*/
export function addressOnDevice(lab: Lab, device: string, address: string): readonly Command[] {
	if (lab.guestFamily === 'debian') {
		return networkd([addressed(device, {address})], [device]);
	}

	const name = profileOf(device);
	return [
		profile({
			name, device, kind: fragment('type ethernet'), settings: [...addressSettings(address), ...noGateway],
		}),
		releaseDevice(device, name),
		...activate(name),
	];
}

/**
The default route by way of a device that has its address already.
*/
export const gatewayOnDevice = (lab: Lab, device: string, {address, gateway}: Required<Address>): readonly Command[] => lab.guestFamily === 'debian'
	? networkd([addressed(device, {address, gateway})], [device])
	: [
		sh`sudo nmcli connection modify id ${profileOf(device)} ${gatewaySettings(gateway)}`,
		...activate(profileOf(device)),
	];
