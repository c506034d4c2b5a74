import {fingerprint} from '../../source/lab/fingerprint.js';
import type {Lab, Node} from '../../source/lab/lab.js';
import {type NodeStepContext, type NodeStepDefinition, step} from '../../source/plan/step.js';
import {
	type Command,
	destructive,
	fragment,
	sh,
	shellFragment,
} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {consolePath, domainXml, nodeDomainParts} from './domain-xml.js';
import {giveToLibvirt, refuseForeignDomain} from './libvirt.js';
import {inLabDirectory} from './paths.js';
import {
	isoIsMade,
	makeNodeSeed,
	nodeSeed,
	seedRecipe,
} from './seed.js';
import {onNodeFromServer} from './ssh.js';

export type VmStage = {
	readonly stage: string;
	readonly for: (lab: Lab) => readonly Node[];
	/**
	Steps that must be done before the disk can be made: the image that it is an overlay of.
	*/
	readonly cloneNeeds: (context: NodeStepContext) => readonly string[];
	/**
	Steps that must be done before the VM can start: what its NICs are plugged into.
	*/
	readonly startNeeds: readonly string[];
};

/**
The steps that make a node's VM, from its disk to its first login.
*/
export const vmSteps = (stage: VmStage): readonly NodeStepDefinition[] => [
	clone(stage),
	seed(stage),
	address(stage),
	define(stage),
	start(stage),
	ready(stage),
];

const clone = ({stage, for: nodes, cloneNeeds}: VmStage) => step({
	id: `${stage}.clone`,
	title: ({node}) => `Clone the image to ${node.name}`,
	why: 'The disk is an overlay on an image that is never written again: made at once, and a few kilobytes until the node writes (D108).',
	for: nodes,
	needs: cloneNeeds,
	at: remoteServer,
	probe: ({node}) => sh`test "$(sudo qemu-img info -U --output=json ${node.disk} 2>/dev/null | jq -r '."backing-filename"')" = ${node.backing}`,
	commands: ({node}) => [
		refuseForeignDomain(node.name, node.uuid),
		sh`
			if sudo test -e ${node.disk}; then
			  echo ${`${node.disk} is there, and is no overlay of ${node.backing}. It may hold somebody's work, so it stays: look at it, then move or remove it.`} >&2
			  exit 1
			fi
			sudo qemu-img create -q -f qcow2 -F qcow2 -b ${node.backing} ${node.disk} ${`${node.diskGb}G`}
		`,
	],
	undo: ({node}) => [
		sh`
			if sudo virsh domstate ${node.name} >/dev/null 2>&1; then
			  echo ${`The domain ${node.name} still uses the disk: undo its definition first.`} >&2
			  exit 1
			fi
		`,
		destructive(sh`sudo rm -f -- ${node.disk}`),
	],
});

const seed = ({stage, for: nodes}: VmStage) => step({
	id: `${stage}.seed`,
	title: ({node}) => `Make the seed of ${node.name}`,
	why: 'cloud-init gives each clone a name, a user, a machine id and an ssh host key of its own at its first boot (D33, D64).',
	for: nodes,
	needs: ['base-vm.key', 'base-vm.directory'],
	at: remoteServer,
	probe: ({lab, node}) => isoIsMade(node.seed, seedRecipe(nodeSeed(lab, node))),
	commands: ({lab, node}) => [...makeNodeSeed(lab, node, nodeSeed(lab, node)), knownHosts(lab)],
	undo: ({lab, node}) => [destructive(sh`
		sudo rm -f -- ${node.seed} ${`${node.seed}.recipe`}
		rm -rf -- ${inLabDirectory(lab, 'seeds', node.name)} ${inLabDirectory(lab, 'host-keys', node.name)} ${inLabDirectory(lab, 'host-keys', `${node.name}.pub`)}
	`)],
});

/**
The nodes' host keys, for ssh on the server: known before the nodes are.
*/
const knownHosts = (lab: Lab): Command => sh`
	cd ${inLabDirectory(lab, 'host-keys')}
	for key in *.pub; do printf '%s %s\n' "$(basename "$key" .pub)" "$(cut -d ' ' -f 1,2 "$key")"; done > ../known_hosts.new
	mv ../known_hosts.new ../known_hosts
`;

const reservation = (node: Node) => `<host mac='${node.networkInterfaces[0]!.mac}' name='${node.name}' ip='${node.managementIp}'/>`;

const address = ({stage, for: nodes}: VmStage) => step({
	id: `${stage}.address`,
	title: ({node}) => `Reserve ${node.managementIp} for ${node.name}`,
	why: 'A reserved address is known before the VM runs; nobody has to read it off a journal (D98), and stale leases can\'t mislead.',
	for: nodes,
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
		sudo virsh net-update "$network" add-last ip-dhcp-host ${reservation(node)} --live --config
	`],
	undo: ({lab, node}) => [destructive(sh`
		if sudo virsh net-dumpxml ${lab.managementNetwork} | grep -qF ${reservation(node)}; then
		  sudo virsh net-update ${lab.managementNetwork} delete ip-dhcp-host ${reservation(node)} --live --config
		fi
	`)],
});

const definitionOf = (lab: Lab, node: Node) => {
	const recipe = fingerprint(domainXml(nodeDomainParts(lab, node, '')));
	return {recipe, xml: domainXml(nodeDomainParts(lab, node, recipe))};
};

const define = ({stage, for: nodes}: VmStage) => step({
	id: `${stage}.define`,
	title: ({node}) => node.virtualFunctions.length > 0
		? `Define ${node.name} with ${node.virtualFunctions.length} VF NICs`
		: `Define ${node.name}`,
	why: 'The whole definition at once, every PCI address and MAC pinned, takes the place of a hundred lines pasted into virsh edit (D132, D133).',
	for: nodes,
	needs: [`${stage}.clone`, `${stage}.seed`],
	at: remoteServer,
	probe: ({lab, node}) => sh`
		test "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} &&
		sudo virsh dumpxml --inactive ${node.name} | grep -qF ${definitionOf(lab, node).recipe} &&
		test "$(sudo virsh domiflist --inactive ${node.name} | grep -Eo '([0-9a-f]{2}:){5}[0-9a-f]{2}' | sort | tr '\n' ' ')" = ${macs(node).map(mac => `${mac} `).join('')}
	`,
	commands: ({lab, node}) => [
		refuseForeignDomain(node.name, node.uuid),
		giveToLibvirt(lab, 'define', definitionOf(lab, node).xml),
	],
	undo: ({node}) => [destructive(sh`
		if [ "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} ]; then
		  sudo virsh undefine ${node.name} --nvram --managed-save --snapshots-metadata
		fi
	`)],
});

const macs = (node: Node): readonly string[] => [...node.networkInterfaces, ...node.virtualFunctions].map(({mac}) => mac).toSorted();

// A TAP or a bridge that went away under a running VM shows nowhere in virsh nor in the guest: the server's own links are asked (testbed.md 10.1).
const tapsArePlugged = (node: Node): Command => sh`
	for pair in ${node.virtualFunctions.map(({tap, bridge}) => `${tap}:${bridge}`)}; do
	  test "$(basename "$(readlink "/sys/class/net/$(echo "$pair" | cut -d : -f 1)/master")")" = "$(echo "$pair" | cut -d : -f 2)" || exit 1
	done
`;

const isRunning = (node: Node) => shellFragment`[ "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} ] && [ "$(sudo virsh domstate ${node.name} | head -n 1)" = running ]`;

const start = ({stage, for: nodes, startNeeds}: VmStage) => step({
	id: `${stage}.start`,
	title: ({node}) => `Start ${node.name}`,
	why: 'The VM starts with its network, its bridges and its address in place, and again by itself after a reboot of the server (D93).',
	for: nodes,
	needs: [`${stage}.define`, `${stage}.address`, ...startNeeds],
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
		if ${isRunning(node)}; then
		  sudo virsh shutdown ${node.name}
		  for _ in $(seq 120); do
		    [ "$(sudo virsh domstate ${node.name} | head -n 1)" = 'shut off' ] && exit 0
		    sleep 1
		  done
		  sudo virsh destroy ${node.name}
		fi
	`)],
});

/**
True in a node that is itself: its name, cloud-init through, every NIC there under its name.
*/
const isItself = (node: Node): Command => sh`
	test "$(hostname -s)" = ${node.name} || exit 1
	test -f /var/lib/cloud/instance/boot-finished || exit 1
	for device in ${[...node.networkInterfaces, ...node.virtualFunctions].map(({device}) => device)}; do
	  test -e "/sys/class/net/$device" || { echo "$device is missing" >&2; exit 1; }
	done
`;

const secondsToBoot = 900;

const ready = ({stage, for: nodes}: VmStage) => step({
	id: `${stage}.ready`,
	title: ({node}) => `Wait until ${node.name} lets us in`,
	why: 'A VM that runs is not yet one that can be used: proved by a login that finds the right name, cloud-init through and every NIC there (D136).',
	for: nodes,
	needs: [`${stage}.start`],
	at: remoteServer,
	probe: ({lab, node}) => onNodeFromServer(lab, node, isItself(node)),
	commands: ({lab, node}) => [
		waitUntil(onNodeFromServer(lab, node, sh`test -f /var/lib/cloud/instance/boot-finished`), {
			seconds: secondsToBoot,
			every: 3,
			message: `${node.name} does not let us in ${secondsToBoot} seconds after its start. Its console: sudo tail ${consolePath(lab, node)} on the server, or sudo virsh console ${node.name}`,
		}),
		onNodeFromServer(lab, node, isItself(node)),
	],
});
