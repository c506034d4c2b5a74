import type {Node} from '../../../source/lab/lab.js';
import {step} from '../../../source/plan/step.js';
import {
	at,
	type Command,
	looking,
	sh,
} from '../../../source/shell/command.js';
import {onNode, remoteServer} from '../../../source/shell/place.js';
import {waitUntil} from '../../../source/shell/wait.js';
import {consolePath} from '../domain-xml.js';
import {onNodeFromServer} from '../ssh.js';
import {mayBeAway} from '../vf-away.js';
import type {VmStage} from './stage.js';

/**
True in a node that is itself: its name, cloud-init through, every NIC there under its name.
*/
const isItself = (node: Node): Command => sh`
	test "$(hostname -s)" = ${node.name} || exit 1
	test -f /var/lib/cloud/instance/boot-finished || exit 1
	for device in ${[...node.networkInterfaces, ...node.virtualFunctions].map(({device}) => device)}; do
	  test -e "/sys/class/net/$device" || ${mayBeAway(node)} || { echo "$device is missing" >&2; exit 1; }
	done
`;

const secondsToBoot = 1500;

export const ready = ({stage, for: nodes}: VmStage) => step({
	id: `${stage}.ready`,
	title: ({node}) => `Wait until ${node.name} lets us in`,
	why: 'A VM that runs is not yet one that can be used: proved by a login that finds the right name, cloud-init through and every NIC there (D136).',
	for: nodes,
	needs: [`${stage}.start`],
	at: remoteServer,
	// By the wizard's own login, which whatever is asked of the node next uses too: a login by the server would be a second one.
	probe: ({node}) => at(onNode(node.name), isItself(node)),
	provesReach: true,
	commands: ({lab, node}) => [
		waitUntil(onNodeFromServer(lab, node, sh`test -f /var/lib/cloud/instance/boot-finished`), {
			seconds: secondsToBoot,
			every: 3,
			message: `${node.name} does not let us in ${secondsToBoot} seconds after its start. Its console: sudo tail ${consolePath(lab, node)} on the server, or sudo virsh console ${node.name}`,
		}),
		looking(onNodeFromServer(lab, node, isItself(node))),
	],
});
