import type {Cluster, Lab} from '../../source/lab/lab.js';
import {type LabStepDefinition, step} from '../../source/plan/step.js';
import {destructive, fragment, sh} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';

/**
An isolated network: the nodes' cluster traffic, with no address of the server in it and no dnsmasq. The UUID and the domain are the lab's mark.
*/
const networkXml = (lab: Lab, {network, networkUuid, bridge}: Cluster): string => `<network>
  <name>${network}</name>
  <uuid>${networkUuid}</uuid>
  <bridge name='${bridge}' stp='on' delay='0'/>
  <domain name='${lab.id}.dpu-wizard'/>
</network>`;

/**
Defined, not created: a network that was only created is gone after a reboot (D118).
*/
export const clusterNetwork = (name: 'infra' | 'tenant'): LabStepDefinition => step({
	id: `base-vm.${name}-network`,
	title: ({lab}) => `Make the network ${lab[name].network}`,
	why: `The ${name} nodes and the gateway share one isolated layer 2; a defined network with autostart survives a reboot of the server (D118).`,
	needs: ['base-vm.daemons'],
	at: remoteServer,
	probe({lab}) {
		const {network, networkUuid, bridge} = lab[name];
		return sh`
		test "$(sudo virsh net-uuid ${network} 2>/dev/null)" = ${networkUuid} &&
		sudo virsh net-dumpxml ${network} | grep -qF ${`name='${bridge}'`} &&
		test "$(sudo virsh net-info ${network} | grep -Ec '^(Active|Persistent|Autostart): +yes')" = 3
		`;
	},
	commands: ({lab}) => [
		refuseForeignNetwork(lab[name]),
		sh`
			set -e
			sudo virsh net-define /dev/stdin <<'EOF'
			${fragment(networkXml(lab, lab[name]))}
			EOF
			sudo virsh net-autostart ${lab[name].network}
			sudo virsh net-info ${lab[name].network} | grep -Eq '^Active: +yes' || sudo virsh net-start ${lab[name].network}
		`,
	],
	undo({lab}) {
		const {network, networkUuid} = lab[name];
		return [destructive(sh`
		set -e
		if ! command -v virsh >/dev/null; then exit 0; fi
		found=$(sudo virsh net-uuid ${network} 2>/dev/null || true)
		if [ -n "$found" ] && [ "$found" != ${networkUuid} ]; then echo ${`The network ${network} is not this lab's: it is left as it is.`}; fi
		if [ "$(sudo virsh net-uuid ${network} 2>/dev/null)" = ${networkUuid} ]; then
		  sudo virsh net-info ${network} | grep -Eq '^Active: +no' || sudo virsh net-destroy ${network}
		  sudo virsh net-undefine ${network}
		fi
		`)];
	},
	gone: ({lab}) => sh`
		if command -v virsh >/dev/null; then
		  defined=$(sudo virsh net-list --all --uuid) || exit 1
		  ! grep -qxF ${lab[name].networkUuid} <<<"$defined"
		fi
	`,
});

const refuseForeignNetwork = ({name, network, networkUuid, bridge}: Cluster) => sh`
	network=${network}
	found=$(sudo virsh net-uuid "$network" 2>/dev/null || true)
	if [ -n "$found" ] && [ "$found" != ${networkUuid} ]; then
	  xml=$(sudo virsh net-dumpxml "$network")
	  lab=$(echo "$xml" | sed -n "s/.*<domain name='\(.*\)\.dpu-wizard'.*/\1/p")
	  owner="another lab of dpu-wizard, $lab"
	  [ -n "$lab" ] || owner='somebody who made it by hand or with another tool: it has no mark'
	  users=$(for vm in $(sudo virsh list --all --name); do sudo virsh domiflist "$vm" | grep -qw "$network" && echo "$vm"; done | paste -sd ' ')
	  details="UUID $found, bridge $(echo "$xml" | sed -n "s/.*<bridge name='\([^']*\)'.*/\1/p"), domains on it: $(test -n "$users" && echo "$users" || echo none)"
	  echo "The network $network on this server is not this lab's. It seems to belong to $owner. It is left as it is ($details)." >&2
	  echo ${`Give this lab's network another name: ${name.toUpperCase()}_NETWORK. Or ask the owner to remove that one.`} >&2
	  exit 1
	fi
	if [ -z "$found" ] && [ -e ${`/sys/class/net/${bridge}`} ]; then
	  echo ${`The server has a link ${bridge} already, which is not this lab's. It is left as it is: give this lab's bridge another name, ${name.toUpperCase()}_BRIDGE.`} >&2
	  exit 1
	fi
`;
