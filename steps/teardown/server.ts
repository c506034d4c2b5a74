import type {Lab, Node} from '../../source/lab/lab.js';
import {
	type LabStepDefinition,
	type NodeStepDefinition,
	type StepContext,
	type StepDefinition,
	step,
} from '../../source/plan/step.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {baseVmStage} from '../base-vm.js';
import {gatewayStage} from '../gateway.js';
import {inLabDirectory} from '../parts/paths.js';
import {clusterNetwork} from '../parts/network.js';
import {vfBridges} from '../parts/vf-bridges.js';
import {remainingVmsStage} from '../remaining-vms.js';

const isForNodes = (definition: StepDefinition): definition is NodeStepDefinition => 'for' in definition;

/**
What the step that made something does to remove it, checks of whose it is included.
*/
const undoOnNode = (lab: Lab, node: Node, verb: string): readonly Command[] => [baseVmStage, gatewayStage, remainingVmsStage]
	.flatMap(stage => stage.steps.filter(definition => isForNodes(definition)).filter(({id}) => id === `${stage.id}.${verb}`))
	.filter(definition => definition.for(lab).includes(node))
	.flatMap(definition => definition.undo?.({lab, node}) ?? []);

const undo = (definition: LabStepDefinition, context: StepContext): readonly Command[] => definition.undo?.(context) ?? [];

// Succeeds where libvirt has no domain of this lab's; fails where libvirt cannot be asked, instead of taking that for an answer.
const noDomain = (uuids: readonly string[]): Command => sh`
	if command -v virsh >/dev/null; then
	  defined=$(sudo virsh list --all --uuid) || exit 1
	  ! grep -qxF ${uuids.flatMap(uuid => ['-e', uuid])} <<<"$defined" || exit 1
	fi
`;

const noFile = (paths: readonly string[]): Command => sh`for file in ${paths}; do ! sudo test -e "$file" || exit 1; done`;

// Workers, hosts, DPUs, controllers, and last the gateway, through which the others leave.
const inOrder = (lab: Lab): readonly Node[] => [...lab.tenantWorkers, ...lab.dpuHosts, ...lab.dpus, ...lab.tenantControllers, ...lab.infraControllers, ...lab.gateways];

export const vms: StepDefinition = step({
	id: 'teardown.vm',
	title: ({node}) => `Remove the VM ${node.name}, its disk and its address`,
	why: 'Only where the domain has this lab\'s UUID; a domain of that name that someone else made stays as it is. The disk and the seed are removed by their names, never what the disk is an overlay of.',
	for: inOrder,
	at: remoteServer,
	probe: ({lab, node}) => sh`
		${noDomain([node.uuid])}
		${noFile([node.disk, node.seed])}
		! sudo virsh net-dumpxml ${lab.managementNetwork} 2>/dev/null | grep -qF ${node.networkInterfaces[0]?.mac ?? node.uuid}
	`,
	// A VM that shuts down in its two minutes ends that command early, so each is a command of its own.
	commands: ({lab, node}) => ['start', 'define', 'address', 'clone', 'seed'].flatMap(verb => undoOnNode(lab, node, verb)),
});

export const bridges: StepDefinition = step({
	id: 'teardown.bridges',
	title: 'Remove the VF bridges',
	why: 'Those that carry this lab\'s mark; a bridge of such a name is also what the documents\' own procedure makes.',
	when: lab => lab.dpus.length > 0,
	needs: ['teardown.vm'],
	at: remoteServer,
	probe: ({lab}) => sh`
		! grep -lxF ${`dpu-wizard:${lab.id}`} /sys/class/net/*/ifalias >/dev/null 2>&1 || exit 1
		! compgen -G ${`/etc/systemd/system/dpu-wizard-bridges-${lab.id}.service`} >/dev/null
	`,
	commands: context => undo(vfBridges, context),
});

export const networks: StepDefinition = step({
	id: 'teardown.networks',
	title: ({lab}) => `Remove the networks ${lab.infra.network} and ${lab.tenant.network}`,
	why: 'Only where the network has this lab\'s UUID. The management network stays: it is libvirt\'s own.',
	needs: ['teardown.vm'],
	at: remoteServer,
	probe: ({lab}) => sh`
		if command -v virsh >/dev/null; then
		  defined=$(sudo virsh net-list --all --uuid) || exit 1
		  ! grep -qxF -e ${lab.infra.networkUuid} -e ${lab.tenant.networkUuid} <<<"$defined" || exit 1
		fi
	`,
	commands: context => [clusterNetwork('infra'), clusterNetwork('tenant')].flatMap(definition => undo(definition, context)),
});

export const images: StepDefinition = step({
	id: 'teardown.images',
	title: 'Remove the images and the lab\'s directory of disks',
	why: 'Last, when no VM is left: disks are overlays of the images. What is in the directory and not the lab\'s keeps it from going.',
	needs: ['teardown.vm'],
	at: remoteServer,
	probe: ({lab}) => sh`! sudo test -e ${lab.poolDir}`,
	commands: ({lab}) => [
		sh`
			{ ${noDomain(lab.nodes.map(({uuid}) => uuid))} } || { echo "A VM of this lab is still defined: its disk needs the images" >&2; exit 1; }
			left=$(sudo find ${lab.poolDir} -maxdepth 1 -name "*.qcow2" ${imagesOf(lab).flatMap(path => ['!', '-path', path])} 2>/dev/null || true)
			test -z "$left" || { echo "These disks still need the images, and are not the images: $left" >&2; exit 1; }
		`,
		destructive(sh`sudo rm -rf -- ${lab.poolDir}`),
	],
});

const imagesOf = (lab: Lab): readonly string[] => [lab.cloudImage, lab.goldenImage, lab.kubernetesImage, lab.ovsImage];

export const files: StepDefinition = step({
	id: 'teardown.files',
	title: 'Remove what else the lab wrote on the server',
	why: 'Its settings of the kernel and its own directory. Packages, libvirt\'s daemons and the key of the guests stay: other labs use them.',
	needs: ['teardown.images', 'teardown.bridges', 'teardown.networks'],
	at: remoteServer,
	probe: ({lab}) => sh`! test -e ${inLabDirectory(lab)} && ! compgen -G ${`/etc/sysctl.d/*-dpu-wizard-${lab.id}.conf`} >/dev/null`,
	commands: context => baseVmStage.steps
		.filter(({id}) => id === 'base-vm.bridge-filter' || id === 'base-vm.directory')
		.flatMap(definition => isForNodes(definition) ? [] : undo(definition, context)),
});
