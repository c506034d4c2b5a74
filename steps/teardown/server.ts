import {installerOf} from '../../source/lab/installer.js';
import type {Lab, Node} from '../../source/lab/lab.js';
import {
	type LabStepDefinition,
	type NodeStepDefinition,
	type StepContext,
	type StepDefinition,
	step,
} from '../../source/plan/step.js';
import {
	type Command,
	destructive,
	fragment,
	sh,
} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {baseVmStage} from '../base-vm.js';
import {removeLocal} from '../cni/build.js';
import {devicePluginImage, ovnkImage} from '../cni/images.js';
import {gatewayStage} from '../gateway.js';
import {installation} from '../parts/installation.js';
import {noDomain, noFile} from '../parts/libvirt.js';
import {clusterNetwork} from '../parts/network.js';
import {areDropped, dropNotes} from '../parts/server-notes.js';
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
const gone = (definition: LabStepDefinition, context: StepContext): Command => definition.gone?.(context) ?? sh`true`;

const isOnce = (definition: StepDefinition): definition is LabStepDefinition => !isForNodes(definition);
const named = (...verbs: readonly string[]): readonly LabStepDefinition[] => baseVmStage.steps.filter(definition => isOnce(definition)).filter(({id}) => verbs.some(verb => id === `base-vm.${verb}`));

const wanted = (lab: Lab, definitions: readonly LabStepDefinition[]) => definitions.filter(({when}) => when?.(lab) ?? true);

const networkDefinitions = [clusterNetwork('infra'), clusterNetwork('tenant'), ...named('default-network')];

// Workers, hosts, DPUs, controllers, and last the gateway, through which the others leave.
const inOrder = (lab: Lab): readonly Node[] => [...lab.tenantWorkers, ...lab.dpuHosts, ...lab.dpus, ...lab.tenantControllers, ...lab.infraControllers, ...lab.gateways];

/**
Switches a VM off, and undoes these steps of it. Its disk goes with it: nothing is gained by two minutes of shutting down in good order.
*/
export const removeVm = (lab: Lab, node: Node, verbs: readonly string[]): readonly Command[] => [
	destructive(sh`
		if [ "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} ] && [ "$(sudo virsh domstate ${node.name} | head -n 1)" != 'shut off' ]; then
		  sudo virsh destroy ${node.name}
		fi
	`),
	...verbs.flatMap(verb => undoOnNode(lab, node, verb)),
];

export const vms: StepDefinition = step({
	id: 'teardown.vm',
	title: ({node}) => `Remove the VM ${node.name}, its disk, its snapshots and its address`,
	why: 'Only where the domain has this lab\'s UUID; a domain of that name that someone else made stays as it is. The disk and the seed are removed by their names, never what the disk is an overlay of.',
	for: inOrder,
	at: remoteServer,
	probe: ({lab, node}) => sh`
		${noDomain([node.uuid])}
		${noFile([node.disk, node.seed])}
		! sudo virsh net-dumpxml ${lab.managementNetwork} 2>/dev/null | grep -qF ${node.networkInterfaces[0]?.mac ?? node.uuid}
	`,
	commands: ({lab, node}) => removeVm(lab, node, ['define', 'address', 'clone', 'seed']),
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
	title: ({lab}) => `Remove the networks ${lab.infra.network} and ${lab.tenant.network}, and leave ${lab.managementNetwork} as it was`,
	why: 'Only where the network has this lab\'s UUID. The management network is libvirt\'s own: it is stopped again if it was off before the first lab, and nobody else uses it.',
	needs: ['teardown.vm'],
	at: remoteServer,
	probe: context => allOf(networkDefinitions.map(definition => gone(definition, context))),
	commands: context => networkDefinitions.flatMap(definition => undo(definition, context)),
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
			left=$(sudo find ${lab.poolDir} -maxdepth 1 -name "*.qcow2" ! -name "*.baking.qcow2" ! -path ${installerOf(lab).disk} ${imagesOf(lab).flatMap(path => ['!', '-path', path])} 2>/dev/null || true)
			test -z "$left" || { echo "These disks still need the images, and are not the images: $left" >&2; exit 1; }
		`,
		...wanted(lab, installation.filter(definition => isOnce(definition))).flatMap(definition => undo(definition, {lab})),
		stopBuilders(lab),
		refuseForeignOverlays(lab),
		destructive(sh`sudo rm -rf -- ${lab.poolDir}`),
	],
});

const imagesOf = (lab: Lab): readonly string[] => [lab.cloudImage, lab.goldenImage, lab.kubernetesImage, lab.ovsImage];

// A builder is no node: it goes by its mark, which is the lab's id in its metadata.
const stopBuilders = (lab: Lab): Command => destructive(sh`
	if command -v virsh >/dev/null; then
	  domains=$(sudo virsh list --name) || exit 1
	  for domain in $domains; do
	    if [[ $domain == bake-* ]] && sudo virsh dumpxml "$domain" | grep -qE ${`dpu-wizard:lab .*id=['"]${lab.id}['"]`}; then sudo virsh destroy "$domain"; fi
	  done
	fi
`);

// The disk of a VM of somebody else may rest on an image of the lab's by now.
const refuseForeignOverlays = (lab: Lab): Command => sh`
	if command -v virsh >/dev/null; then
	  domains=$(sudo virsh list --all --name) || exit 1
	  for domain in $domains; do
	    for disk in $(sudo virsh domblklist "$domain" | awk 'NR > 2 && $2 ~ "^/" {print $2}'); do
	      if sudo qemu-img info -U --backing-chain --output=json "$disk" 2>/dev/null | grep -qF ${`"${lab.poolDir}/`}; then
	        echo "The disk $disk of the domain $domain rests on an image of this lab, and the domain is not this lab's: the images stay. Ask its owner." >&2
	        exit 1
	      fi
	    done
	  done
	fi
`;

// Each in a shell of its own: a check may end by `exit`.
const allOf = (checks: readonly Command[]): Command => sh`${fragment(checks.map(({text}) => `(\n${text}\n)`).join(' && '))}`;

// The directory last: the others ask which labs are on the server.
const serverDefinitions = [...named('mirror', 'bridge-filter', 'daemons', 'key'), ...named('directory')];

export const files: StepDefinition = step({
	id: 'teardown.files',
	title: 'Remove what else the lab wrote on the server',
	why: 'Its settings of the kernel, what it enabled, and its own directory. What other labs use stays with the last of them: the key of the guests, values of the kernel, the daemons.',
	needs: ['teardown.images', 'teardown.bridges', 'teardown.networks'],
	at: remoteServer,
	probe: context => allOf(serverDefinitions.map(definition => gone(definition, context))),
	commands: context => [
		...[ovnkImage(context.lab), devicePluginImage(context.lab)].map(image => removeLocal(image)),
		...serverDefinitions.flatMap(definition => undo(definition, context)),
	],
});

export const notes: StepDefinition = step({
	id: 'teardown.notes',
	title: 'Forget what the server was like before its first lab',
	why: 'Only with the last lab. Packages stay, and are told: they are removed on request only (dpu-wizard teardown --packages).',
	needs: ['teardown.files'],
	at: remoteServer,
	probe: ({lab}) => areDropped(lab),
	commands: ({lab}) => [dropNotes(lab)],
});
