import {type Command, type Fragment, sh} from '../../source/shell/command.js';

export type Profile = {
	readonly name: string;
	readonly device: string;
	/**
	Words that say what it is: `type ethernet`, `type ovs-port master br-ex`.
	*/
	readonly kind: Fragment;
	readonly settings: readonly string[];
};

// First over what cloud-init may have made for the same device.
const lasting = ['connection.autoconnect', 'yes', 'connection.autoconnect-priority', '100'];

/**
A NetworkManager profile of just these settings. It is made, or changed where it is there, and not activated: the profiles of cloud images have other
names than the documents expect (D49, D57), so nothing is assumed of them.
*/
export const profile = ({name, device, kind, settings}: Profile): Command => sh`
	set -e
	nmcli connection show id ${name} >/dev/null 2>&1 || sudo nmcli connection add ${kind} con-name ${name} ifname ${device} autoconnect no
	sudo nmcli connection modify id ${name} ${[...lasting, ...settings]}
`;

/**
Brings profiles up in this order: `nmcli device reapply` would leave the new address out until the next boot (D51, D58).
*/
export const activate = (...names: readonly string[]): readonly Command[] => names.map(name => sh`sudo nmcli connection up id ${name}`);

/**
Takes a device from whichever profile holds it now, unless that is ours; the profile stays, but no longer starts by itself.
*/
export const releaseDevice = (device: string, ours: string): Command => sh`
	set -e
	held=$(nmcli -g GENERAL.CONNECTION device show ${device} 2>/dev/null || true)
	if [[ -n $held && $held != -- && $held != ${ours} ]]; then
	  sudo nmcli connection modify id "$held" connection.autoconnect no
	  sudo nmcli connection down id "$held"
	fi
`;

export const addressSettings = (address: string): readonly string[] => ['ipv4.method', 'manual', 'ipv4.addresses', address, 'ipv6.method', 'disabled'];

/**
The profile leads to no gateway.
*/
export const noGateway = ['ipv4.gateway', '', 'ipv4.never-default', 'yes'];

/**
The default route, before any that DHCP gives.
*/
export const gatewaySettings = (gateway: string): readonly string[] => ['ipv4.gateway', gateway, 'ipv4.never-default', 'no', 'ipv4.route-metric', '50'];

/**
Keeps the profile that holds a device from giving a default route and DNS servers, at once.
*/
export const withoutDefaultRoute = (device: string): Command => sh`
	set -e
	held=$(nmcli -g GENERAL.CONNECTION device show ${device})
	sudo nmcli connection modify id "$held" ipv4.never-default yes ipv4.ignore-auto-dns yes
	sudo nmcli device reapply ${device}
`;
