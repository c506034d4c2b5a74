import type {Node} from '../../../source/lab/lab.js';
import {step} from '../../../source/plan/step.js';
import {destructive, sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';

const reservation = (node: Node) => `<host mac='${node.networkInterfaces[0]!.mac}' name='${node.name}' ip='${node.managementIp}'/>`;

/**
All addresses of the lab are reserved before any of its VMs runs: else the builder of an image is given one, and its node, an hour too early, another.
*/
export const address = step({
	id: 'base-vm.address',
	title: ({node}) => `Reserve ${node.managementIp} for ${node.name}`,
	why: 'A reserved address is known before the VM runs; nobody has to read it off a journal (D98), and stale leases can\'t mislead.',
	for: lab => lab.nodes,
	needs: ['base-vm.default-network'],
	at: remoteServer,
	probe: ({lab, node}) => sh`sudo virsh net-dumpxml ${lab.managementNetwork} | grep -qF ${reservation(node)}`,
	commands: ({lab, node}) => [sh`
		network=${lab.managementNetwork}
		taken=$(sudo virsh net-dumpxml "$network" | grep -F ${`ip='${node.managementIp}'`} || true)
		if [ -n "$taken" ]; then
		  echo "In the network $network that address is reserved for somebody else: $taken. It is left as it is." >&2
		  exit 1
		fi
		holder=$(sudo virsh net-dhcp-leases "$network" | awk -v address=${`${node.managementIp}/24`} -v mac=${node.networkInterfaces[0]!.mac} '$5 == address && $3 != mac {print $3 ", until " $1 " " $2}')
		if [ -n "$holder" ]; then
		  echo "In the network $network that address is leased to a VM of somebody else: $holder. Wait for the lease to end, or give this node another number." >&2
		  exit 1
		fi
		sudo virsh net-update "$network" add-last ip-dhcp-host ${reservation(node)} --live --config
	`],
	undo: ({lab, node}) => [destructive(sh`
		if ! command -v virsh >/dev/null; then exit 0; fi
		if sudo virsh net-dumpxml ${lab.managementNetwork} | grep -qF ${reservation(node)}; then
		  sudo virsh net-update ${lab.managementNetwork} delete ip-dhcp-host ${reservation(node)} --config
		  if sudo virsh net-info ${lab.managementNetwork} | grep -Eq '^Active: +yes'; then
		    sudo virsh net-update ${lab.managementNetwork} delete ip-dhcp-host ${reservation(node)} --live
		  fi
		fi
	`)],
	gone: ({lab, node}) => sh`
		if command -v virsh >/dev/null; then
		  networks=$(sudo virsh net-list --all --name) || exit 1
		  ! grep -qxF ${lab.managementNetwork} <<<"$networks" || ! sudo virsh net-dumpxml ${lab.managementNetwork} | grep -qF ${node.networkInterfaces[0]!.mac}
		fi
	`,
});
