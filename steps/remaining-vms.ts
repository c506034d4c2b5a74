import type {Lab, Node} from '../source/lab/lab.js';
import {type StageDefinition, step} from '../source/plan/step.js';
import {type Command, sh} from '../source/shell/command.js';
import {onNode} from '../source/shell/place.js';
import {waitUntil} from '../source/shell/wait.js';
import {tenantBridge} from './cni-networking/facts.js';
import {vfBridges} from './parts/vf-bridges.js';
import {makeWay} from './parts/vm/make-way.js';
import {vmSteps} from './parts/vm.js';

const imageStep = (lab: Lab, node: Node): string => node.backing === lab.ovsImage ? 'cni.image' : 'kubernetes.image';

const hostVf = (lab: Lab, dpu: Node) => lab.nodes.find(({name}) => name === dpu.peer)!.virtualFunctions[0]!;

/**
The link-local address that a kernel makes of a MAC (RFC 4291, modified EUI-64).
*/
function linkLocal(mac: string): string {
	const bytes = mac.split(':').map(part => Number.parseInt(part, 16));
	// The second lowest bit of the first byte is turned over.
	const first = bytes[0]!;
	const eui = [first % 4 >= 2 ? first - 2 : first + 2, bytes[1]!, bytes[2]!, 0xFF, 0xFE, bytes[3]!, bytes[4]!, bytes[5]!];
	const groups = [0, 2, 4, 6].map(index => ((eui[index]! * 256) + eui[index + 1]!).toString(16));
	return `fe80::${groups.join(':')}`;
}

/**
True where the host answers over VF 0, or where the DPU has its bridge already: it was made after the host had answered, the host has switched link-local addresses off
since, and the stage CNI networking proves the path by the bridge.
*/
const vfAnswers = (lab: Lab, dpu: Node): Command => {
	const own = dpu.virtualFunctions[0]!;
	return sh`
		test -e ${`/sys/class/net/${tenantBridge}`} ||
		ping -6 -q -c 1 -W 2 ${`${linkLocal(hostVf(lab, dpu).mac)}%${own.device}`}
	`;
};

const vfPing = step({
	id: 'remaining-vms.vf-ping',
	title: ({node}) => `Ping ${node.peer!} over VF 0 from ${node.name}`,
	why: 'The pair is what makes the testbed: proved by frames that go from the DPU through its TAP, the bridge and the other TAP to the host and back.',
	for: lab => lab.dpus,
	needs: ({node}) => ['remaining-vms.ready', `remaining-vms.ready@${node.peer!}`],
	at: ({node}) => onNode(node.name),
	probe: ({lab, node}) => vfAnswers(lab, node),
	commands: ({lab, node}) => [
		sh`sudo ip link set ${node.virtualFunctions[0]!.device} up`,
		{...sh`sudo ip link set ${hostVf(lab, node).device} up`, place: onNode(node.peer!)},
		waitUntil(vfAnswers(lab, node), {
			seconds: 60,
			message: `${node.peer!} does not answer over VF 0. On the server: bridge link show master ${node.virtualFunctions[0]!.bridge} lists both TAPs when all is well.`,
		}),
	],
});

export const remainingVmsStage: StageDefinition = {
	id: 'remaining-vms',
	title: 'Remaining VMs',
	steps: [
		vfBridges,
		makeWay,
		...vmSteps({
			stage: 'remaining-vms',
			for: lab => lab.clusterNodes,
			cloneNeeds: ({lab, node}) => ['base-vm.packages', imageStep(lab, node), `remaining-vms.make-way@${node.name}`],
			startNeeds: ['base-vm.infra-network', 'base-vm.tenant-network', 'remaining-vms.bridges'],
		}),
		vfPing,
	],
};
