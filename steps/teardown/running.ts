import type {Lab, Node} from '../../source/lab/lab.js';
import {type Command, sh, shellFragment} from '../../source/shell/command.js';
import {onNodeFromServer} from '../parts/ssh.js';

/**
True where the node's VM runs and is this lab's: the marker is the domain's UUID.
*/
const runs = (node: Node) => shellFragment`[ "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} ] && [ "$(sudo virsh domstate ${node.name} | head -n 1)" = running ]`;

/**
Commands in a node, asked for from the server: a node that is gone or off has nothing to remove and must not stop a teardown.
*/
export const inRunningNode = (lab: Lab, node: Node, command: Command): Command => ({
	...sh`
		if ${runs(node)}; then
		  ${onNodeFromServer(lab, node, command)}
		else
		  echo ${`${node.name} does not run, or is not this lab's: nothing is removed there`}
		fi
	`,
	destructive: command.destructive,
});

/**
Succeeds where the node does not run, or where the check in it does.
*/
export const goneOr = (lab: Lab, node: Node, check: Command): Command => sh`! { ${runs(node)}; } || ${onNodeFromServer(lab, node, check)}`;
