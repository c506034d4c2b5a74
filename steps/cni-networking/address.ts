import type {Lab} from '../../source/lab/lab.js';
import {type Command, fragment} from '../../source/shell/command.js';
import {
	activate,
	addressSettings,
	gatewaySettings,
	noGateway,
	profile,
	releaseDevice,
} from './network-manager.js';
import {type Address, addressed, networkd} from './networkd.js';

/**
A fixed address on a NIC, and with a gateway the default route.
*/
export function addressOnDevice(lab: Lab, device: string, {address, gateway}: Address): readonly Command[] {
	if (lab.guestFamily === 'debian') {
		return networkd([addressed(device, {address, gateway})], [device]);
	}

	const name = `dpu-${device}`;
	return [
		profile({
			name, device, kind: fragment('type ethernet'), settings: [...addressSettings(address), ...(gateway === undefined ? noGateway : gatewaySettings(gateway))],
		}),
		releaseDevice(device, name),
		...activate(name),
	];
}
