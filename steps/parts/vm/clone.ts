import {step} from '../../../source/plan/step.js';
import {destructive, fragment, sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {noFile, refuseForeignDomain, refuseWhileUsed} from '../libvirt.js';
import {
	hasBacking,
	isMadeForProfile,
	madeForFile,
	noteProfile,
} from './made-for.js';
import type {VmStage} from './stage.js';

export const clone = ({stage, for: nodes, cloneNeeds}: VmStage) => step({
	id: `${stage}.clone`,
	title: ({node}) => `Clone the image to ${node.name}`,
	why: 'The disk is an overlay on an image that is never written again: made at once, and a few kilobytes until the node writes (D108).',
	for: nodes,
	needs: cloneNeeds,
	at: remoteServer,
	probe: ({lab, node}) => node.cluster === undefined ? hasBacking(node) : sh`${hasBacking(node)} && ${isMadeForProfile(lab, node)}`,
	commands: ({lab, node}) => [
		refuseForeignDomain(node.name, node.uuid),
		sh`
			set -e
			if ${hasBacking(node)}; then
			  ${node.cluster === undefined ? sh`:` : noteProfile(lab, node)}
			  exit 0
			fi
			if sudo test -e ${node.disk}; then
			  echo ${`${node.disk} is there, and is no overlay of ${node.backing}. It may hold somebody's work, so it stays: look at it, then move or remove it.`} >&2
			  exit 1
			fi
			sudo qemu-img create -q -f qcow2 -F qcow2 -b ${node.backing} ${node.disk} ${`${node.diskGb}G`}
			${node.cluster === undefined ? fragment('') : noteProfile(lab, node)}
		`,
	],
	undo: ({node}) => [
		refuseWhileUsed(node.disk),
		destructive(sh`sudo rm -f -- ${node.disk} ${madeForFile(node)}`),
	],
	gone: ({node}) => noFile([node.disk]),
	takes: 'disk',
});
