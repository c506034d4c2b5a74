import type {Lab, Node} from '../../source/lab/lab.js';
import {
	type Command,
	destructive,
	fragment,
	sh,
} from '../../source/shell/command.js';
import {managementNic} from './facts.js';
import {networkFile} from './networkd.js';

/**
What a step of this stage made in a node: a bridge or none, the devices that it gave addresses or ports to, and whether it moved the default route.
*/
export type Made = {
	readonly bridge?: {readonly name: string; readonly isOvs: boolean};
	readonly devices: readonly string[];
	readonly hasRoute: boolean;
};

/**
Sets a node's network back. The way over the management network comes first: whatever goes wrong after it, the node still has a way out.
*/
export const removeNetwork = (lab: Lab, node: Node, made: Made): readonly Command[] => [
	...(made.hasRoute ? [destructive(regainDefaultRoute(lab, node))] : []),
	destructive(lab.guestFamily === 'fedora' ? removeProfiles(made) : removeFiles(made)),
];

/**
Succeeds where nothing of it is left.
*/
export const networkIsGone = (lab: Lab, {bridge, devices}: Made): Command => lab.guestFamily === 'fedora'
	? sh`
		profiles=$(nmcli -g NAME connection show) || exit 1
		! grep -qxF ${profileNames({...(bridge && {bridge}), devices, hasRoute: false}).flatMap(name => ['-e', name])} <<<"$profiles"
	`
	: sh`
		for file in ${[...devices, ...(bridge ? [bridge.name] : [])].map(device => networkFile(device))}; do ! test -e "$file" || exit 1; done
		${bridge ? sh`! test -e ${`/sys/class/net/${bridge.name}`}` : fragment('true')}
	`;

const regainDefaultRoute = (lab: Lab, node: Node): Command => {
	const {device} = managementNic(lab, node);
	return lab.guestFamily === 'fedora'
		? sh`
			set -e
			held=$(nmcli -g GENERAL.CONNECTION device show ${device})
			sudo nmcli connection modify id "$held" ipv4.never-default no ipv4.ignore-auto-dns no
			sudo nmcli device reapply ${device}
		`
		: sh`
			set -e
			held=$(networkctl status --no-pager ${device} | sed -n "s/^ *Network File: //p" | head -n 1)
			if [ -n "$held" ]; then sudo rm -f -- "/etc/systemd/network/$(basename "$held").d/90-dpu.conf"; fi
			sudo networkctl reload
			sudo networkctl reconfigure ${device}
		`;
};

// As the steps name them.
const profileNames = ({bridge, devices}: Made): readonly string[] => bridge === undefined
	? devices.map(device => `dpu-${device}`)
	: [`ovs-if-${bridge.name}`, `ovs-port-${bridge.name}`, ...devices.flatMap(device => [`ovs-if-${device}`, `ovs-port-${device}`, `port-${device}`]), bridge.name];

// The profile that held a device before only lost its autostart.
const removeProfiles = (made: Made): Command => sh`
	for name in ${profileNames(made)}; do
	  if nmcli connection show id "$name" >/dev/null 2>&1; then sudo nmcli connection delete id "$name"; fi
	done
	for device in ${made.devices}; do
	  nmcli -g UUID connection show | while read -r profile; do
	    if [ "$(nmcli -g connection.interface-name connection show "$profile")" = "$device" ]; then sudo nmcli connection modify "$profile" connection.autoconnect yes; fi
	  done
	done
`;

const removeFiles = ({bridge, devices}: Made): Command => sh`
	sudo rm -f -- ${[...devices, ...(bridge ? [bridge.name] : [])].map(device => networkFile(device))} ${bridge ? `/etc/systemd/network/05-dpu-${bridge.name}.netdev` : fragment('')}
	${bridge ? removeBridge(bridge) : fragment('')}
	sudo networkctl reload
	for device in ${devices}; do
	  sudo ip address flush dev "$device" scope global || true
	  sudo networkctl reconfigure "$device" || true
	done
`;

const removeBridge = ({name, isOvs}: {readonly name: string; readonly isOvs: boolean}): Command => isOvs
	? sh`sudo ovs-vsctl --if-exists del-br ${name}`
	: sh`if test -e ${`/sys/class/net/${name}`}; then sudo ip link delete ${name}; fi`;
