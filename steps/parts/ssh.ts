import type {Lab, Node} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';
import {sshConfigPath} from './paths.js';

/**
A command in a node, run from the server by the lab's own ssh configuration there. For waiting: the wizard itself talks to nodes directly.
*/
export const onNodeFromServer = (lab: Lab, node: Node, command: Command): Command => sh`ssh -F ${sshConfigPath(lab)} ${node.name} ${command.text}`;
