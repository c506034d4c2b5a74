import type {Lab} from '../../source/lab/lab.js';
import {
	type Command,
	fragment,
	sh,
	shellFragment,
} from '../../source/shell/command.js';
import {
	activate,
	addressSettings,
	noGateway,
	profile,
	releaseDevice,
} from './network-manager.js';
import {
	addressed,
	bridgeDevice,
	networkd,
	port,
} from './networkd.js';

export type Bridge = {
	readonly name: string;
	/**
	With prefix length.
	*/
	readonly address: string;
	/**
	Fixed, or it changes with the ports (D65).
	*/
	readonly mac: string;
	readonly ports: readonly string[];
};

/**
A bridge of Open vSwitch with an address and ports, that comes back after a reboot. Debian builds NetworkManager without its Open vSwitch plugin: there
Open vSwitch keeps the bridge itself and systemd-networkd gives it the address.
*/
export const ovsBridge = (lab: Lab, bridge: Bridge): readonly Command[] => lab.guestFamily === 'fedora' ? ovsByNetworkManager(bridge) : ovsByNetworkd(bridge);

/**
The same with the kernel's bridge, for a node without Open vSwitch.
*/
export const linuxBridge = (lab: Lab, bridge: Bridge): readonly Command[] => lab.guestFamily === 'fedora' ? linuxByNetworkManager(bridge) : linuxByNetworkd(bridge);

const ipSettings = ({address}: Bridge): readonly string[] => [...addressSettings(address), ...noGateway];

function ovsByNetworkManager(bridge: Bridge): readonly Command[] {
	const {name, mac, ports} = bridge;
	return [
		profile({
			name, device: name, kind: fragment('type ovs-bridge'), settings: ['connection.autoconnect-slaves', '1'],
		}),
		profile({
			name: `ovs-port-${name}`, device: name, kind: kindWith('type ovs-port master', name), settings: [],
		}),
		profile({
			name: `ovs-if-${name}`,
			device: name,
			kind: kindWith('type ovs-interface slave-type ovs-port master', `ovs-port-${name}`),
			settings: [...ipSettings(bridge), '802-3-ethernet.cloned-mac-address', mac],
		}),
		...ports.flatMap(device => [
			profile({
				name: `ovs-port-${device}`, device, kind: kindWith('type ovs-port master', name), settings: [],
			}),
			profile({
				name: `ovs-if-${device}`, device, kind: kindWith('type ethernet master', `ovs-port-${device}`), settings: [],
			}),
			releaseDevice(device, `ovs-if-${device}`),
		]),
		...activate(name, ...ports.map(device => `ovs-if-${device}`), `ovs-if-${name}`),
	];
}

const ovsByNetworkd = ({name, address, mac, ports}: Bridge): readonly Command[] => [
	sh`sudo ovs-vsctl --may-exist add-br ${name} -- set Bridge ${name} ${`other-config:hwaddr="${mac}"`} fail-mode=standalone`,
	...ports.map(device => sh`sudo ovs-vsctl --may-exist add-port ${name} ${device}`),
	...networkd([...ports.map(device => port(device)), addressed(name, {address})], [...ports, name]),
];

function linuxByNetworkManager(bridge: Bridge): readonly Command[] {
	const {name, mac, ports} = bridge;
	return [
		profile({
			name, device: name, kind: fragment('type bridge'), settings: [...ipSettings(bridge), 'bridge.stp', 'no', 'bridge.mac-address', mac],
		}),
		...ports.flatMap(device => [
			profile({
				name: `port-${device}`, device, kind: kindWith('type ethernet master', name), settings: [],
			}),
			releaseDevice(device, `port-${device}`),
		]),
		...activate(name, ...ports.map(device => `port-${device}`)),
	];
}

const linuxByNetworkd = ({name, address, mac, ports}: Bridge): readonly Command[] => networkd(
	[bridgeDevice(name, mac), ...ports.map(device => port(device, name)), addressed(name, {address})],
	[...ports, name],
);

const kindWith = (words: string, master: string) => shellFragment`${fragment(words)} ${master}`;
