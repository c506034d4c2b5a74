import type {Node} from '../../../source/lab/lab.js';
import {step} from '../../../source/plan/step.js';
import {
	type Command,
	destructive,
	fragment,
	sh,
	shellFragment,
} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {refuseForeignDomain, sayForeignDomain} from '../libvirt.js';
import type {VmStage} from './stage.js';

// A TAP or a bridge that went away under a running VM shows nowhere in virsh nor in the guest: the server's own links are asked (testbed.md 10.1).
const tapsArePlugged = (node: Node): Command => sh`
	for pair in ${node.virtualFunctions.map(({tap, bridge}) => `${tap}:${bridge}`)}; do
	  test "$(basename "$(readlink "/sys/class/net/$(echo "$pair" | cut -d : -f 1)/master")")" = "$(echo "$pair" | cut -d : -f 2)" || exit 1
	done
`;

const isOwn = (node: Node) => shellFragment`[ "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} ]`;
const isRunning = (node: Node) => shellFragment`${isOwn(node)} && [ "$(sudo virsh domstate ${node.name} | head -n 1)" = running ]`;

export const start = ({stage, for: nodes, startNeeds}: VmStage) => step({
	id: `${stage}.start`,
	title: ({node}) => `Start ${node.name}`,
	why: 'The VM starts with its network, its bridges and its address in place, and again by itself after a reboot of the server (D93).',
	for: nodes,
	needs: [`${stage}.define`, 'base-vm.address', ...startNeeds],
	at: remoteServer,
	probe: ({node}) => sh`
		${isRunning(node)} || exit 1
		sudo virsh dominfo ${node.name} | grep -Eq '^Autostart: +enable' || exit 1
		${node.virtualFunctions.length > 0 ? tapsArePlugged(node) : fragment('')}
	`,
	commands: ({node}) => [
		refuseForeignDomain(node.name, node.uuid),
		sh`
			sudo virsh autostart ${node.name}
			if [ "$(sudo virsh domstate ${node.name} | head -n 1)" = paused ]; then
			  sudo virsh resume ${node.name}
			fi
			if ${isRunning(node)} && (
			  ${node.virtualFunctions.length > 0 ? tapsArePlugged(node) : fragment('true')}
			); then
			  exit 0
			fi
			if ${isRunning(node)}; then
			  echo ${`${node.name} runs, but one of its TAPs has lost its bridge: only a new start plugs it in again.`}
			  sudo virsh shutdown ${node.name}
			  for _ in $(seq 120); do
			    [ "$(sudo virsh domstate ${node.name} | head -n 1)" = 'shut off' ] && break
			    sleep 1
			  done
			fi
			if [ "$(sudo virsh domstate ${node.name} | head -n 1)" != 'shut off' ]; then
			  echo ${`${node.name} is neither running as it should nor shut off: sudo virsh domstate ${node.name}. If it hangs: sudo virsh destroy ${node.name}`} >&2
			  exit 1
			fi
			sudo virsh start ${node.name}
		`,
	],
	undo: ({node}) => [destructive(sh`
		${sayForeignDomain(node.name, node.uuid)}
		if ${isOwn(node)} && [ "$(sudo virsh domstate ${node.name} | head -n 1)" != 'shut off' ]; then
		  sudo virsh autostart ${node.name} --disable
		  sudo virsh resume ${node.name} >/dev/null 2>&1 || true
		  sudo virsh shutdown ${node.name}
		  for _ in $(seq 120); do
		    [ "$(sudo virsh domstate ${node.name} | head -n 1)" = 'shut off' ] && exit 0
		    sleep 1
		  done
		  sudo virsh destroy ${node.name}
		fi
	`)],
	gone: ({node}) => sh`
		if command -v virsh >/dev/null; then
		  running=$(sudo virsh list --uuid) || exit 1
		  ! grep -qxF ${node.uuid} <<<"$running"
		fi
	`,
	takes: 'power',
});
