import type {Lab, Node} from '../../../source/lab/lab.js';
import {type Command, sh} from '../../../source/shell/command.js';

/**
The profile that a node's disk was made for, in a file beside the disk: what is in the node (its bridges, its names of devices, its cluster) follows from that.
*/
export const madeForFile = (node: Node): string => `${node.disk}.profile`;

export const noteProfile = (lab: Lab, node: Node): Command => sh`echo ${lab.profile} | sudo tee ${madeForFile(node)} >/dev/null`;

/**
Succeeds where the disk is an overlay of the image that the node is to have.
*/
export const hasBacking = (node: Node): Command => sh`test "$(sudo qemu-img info -U --output=json ${node.disk} 2>/dev/null | jq -r '."backing-filename"')" = ${node.backing}`;

/**
Succeeds where the disk was made for the lab's profile.
*/
export const isMadeForProfile = (lab: Lab, node: Node): Command => sh`test "$(sudo cat ${madeForFile(node)} 2>/dev/null)" = ${lab.profile}`;
