import type {Lab} from '../../source/lab/lab.js';
import {step} from '../../source/plan/step.js';
import {type Command, fragment, sh} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {isRestored, noteBefore, restoreNoted} from './server-notes.js';

const defaultNetworkXml = ({managementNetwork, managementOctets}: Lab) => `<network>
  <name>${managementNetwork}</name>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
  <ip address='${managementOctets}.1' netmask='255.255.255.0'>
    <dhcp><range start='${managementOctets}.2' end='${managementOctets}.254'/></dhcp>
  </ip>
</network>`;

const managementNote = ({managementNetwork}: Lab) => `network-${managementNetwork}`;

// Libvirt makes them when it first starts a network, and when something first starts with the server.
const directories = ['/var/lib/libvirt/dnsmasq', '/etc/libvirt/qemu/autostart'];

const stateOfNetwork = ({managementNetwork}: Lab) => sh`
	sudo virsh net-info ${managementNetwork} 2>/dev/null | grep -E '^(Active|Autostart): ' || echo absent
	echo "ip_forward $(cat /proc/sys/net/ipv4/ip_forward)"
	for file in ${directories} /var/lib/libvirt/dnsmasq/*; do if sudo test -e "$file"; then echo "file $file"; fi; done
`;

// Whoever plugged something else into it since the first run keeps it. Libvirt turns forwarding on for the network's way out, and leaves it so.
const restoreNetwork = ({managementNetwork}: Lab): Command => sh`
	network=${managementNetwork}
	bridge=$(sudo virsh net-info "$network" 2>/dev/null | awk '$1 == "Bridge:" {print $2}' || true)
	users=$(find "/sys/class/net/$bridge/brif" -mindepth 1 -printf '%f ' 2>/dev/null || true)
	if [ -z "$bridge" ]; then
	  echo "The network $network is gone already."
	elif [ -n "$users" ]; then
	  echo "The network $network was not as it is now before the lab, but is in use: $users. It is left as it is."
	else
	  if grep -Eq '^Autostart: +no' "$note"; then sudo virsh net-autostart "$network" --disable; fi
	  if grep -Eq '^(Active: +no|absent)' "$note"; then
	    if sudo virsh net-info "$network" | grep -Eq '^Active: +yes'; then sudo virsh net-destroy "$network"; fi
	    for file in "/var/lib/libvirt/dnsmasq/$bridge".{status,macs} "/var/lib/libvirt/dnsmasq/$network".{conf,addnhosts,hostsfile}; do
	      if ! grep -qxF "file $file" "$note"; then sudo rm -f -- "$file"; fi
	    done
	    for directory in ${directories}; do
	      if ! grep -qxF "file $directory" "$note"; then sudo rmdir -- "$directory" 2>/dev/null || true; fi
	    done
	  fi
	  # Libvirt turned it on for the network's way out, and leaves it so.
	  if grep -qx 'ip_forward 0' "$note" && [ "$(sudo virsh net-list --name | tr -d '\n')" = '' ]; then sudo sysctl -q net.ipv4.ip_forward=0; fi
	  if grep -qx absent "$note"; then sudo virsh net-undefine "$network"; fi
	fi
`;

export const managementNetwork = step({
	id: 'base-vm.default-network',
	title: ({lab}) => `Start the network ${lab.managementNetwork}`,
	why: 'Every node has its first NIC there: the way in, and the way out until the gateway takes over.',
	needs: ['base-vm.daemons'],
	at: remoteServer,
	probe: ({lab}) => sh`
		sudo virsh net-dumpxml ${lab.managementNetwork} 2>/dev/null | grep -qF ${`<ip address='${lab.managementOctets}.1'`} &&
		test "$(sudo virsh net-info ${lab.managementNetwork} | grep -Ec '^(Active|Persistent|Autostart): +yes')" = 3
	`,
	commands: ({lab}) => [noteBefore(lab, managementNote(lab), stateOfNetwork(lab)), sh`
		set -e
		if ! sudo virsh net-info ${lab.managementNetwork} >/dev/null 2>&1; then
		  sudo virsh net-define /dev/stdin <<'EOF'
		${fragment(defaultNetworkXml(lab))}
		EOF
		fi
		network=${lab.managementNetwork}
		address=$(sudo virsh net-dumpxml "$network" | sed -n "s/.*<ip address='\([^']*\)'.*/\1/p")
		if [ "$address" != ${`${lab.managementOctets}.1`} ]; then
		  echo "The server's network $network has the address $address. It is left as it is: set MGMT_OCTETS to its first three numbers." >&2
		  exit 1
		fi
		sudo virsh net-autostart ${lab.managementNetwork}
		sudo virsh net-info ${lab.managementNetwork} | grep -Eq '^Active: +yes' || sudo virsh net-start ${lab.managementNetwork}
	`],
	undo: ({lab}) => [restoreNoted(lab, managementNote(lab), `The network ${lab.managementNetwork}`, restoreNetwork(lab))],
	gone: ({lab}) => isRestored(lab, managementNote(lab)),
});

