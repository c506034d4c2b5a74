import type {Lab, Node} from '../source/lab/lab.js';
import {type StageDefinition, step} from '../source/plan/step.js';
import {
	type Command,
	destructive,
	sh,
} from '../source/shell/command.js';
import {remoteServer} from '../source/shell/place.js';
import {sideBySide} from '../source/shell/side-by-side.js';
import {waitUntil} from '../source/shell/wait.js';
import {noDomain, noFile} from './parts/libvirt.js';
import {
	deleteSnapshots,
	haveNoSnapshot,
	haveSnapshot,
	nodesAtEnd,
	snapshotName,
	snapshotStages,
} from './parts/snapshot.js';
import {onNodeFromServer} from './parts/ssh.js';
import {removeVm} from './teardown/server.js';

const namesAtEnd = (lab: Lab, stage: string) => nodesAtEnd(lab, stage).map(({name}) => name);
const laterNodes = (lab: Lab, stage: string) => lab.nodes.filter(node => !nodesAtEnd(lab, stage).includes(node));
const laterStages = (stage: string) => snapshotStages.slice((snapshotStages).indexOf(stage) + 1);

const refuseWithoutSnapshot = (lab: Lab, stage: string): Command => sh`
	if ! (
	  ${haveSnapshot(lab, stage)}
	); then
	  echo ${`Not every VM of this lab has a snapshot of the end of the stage ${stage}: nothing is changed. See: dpu-wizard snapshots`} >&2
	  exit 1
	fi
`;

// All are set back before any goes on, or one would talk to another one's future.
const revert = (lab: Lab, stage: string): Command => destructive(sh`
	set -e
	${sideBySide(namesAtEnd(lab, stage).map(name => sh`sudo virsh snapshot-revert ${name} ${snapshotName(stage)} --paused --force`))}
	for name in ${namesAtEnd(lab, stage)}; do sudo virsh resume "$name"; done
`);

const setClock = (lab: Lab, node: Node): Command => sh`date +%s | ${onNodeFromServer(lab, node, sh`read -r now; sudo date -u -s "@$now"`)}`;

// Their clocks stand where they stood.
const setClocks = (lab: Lab, stage: string): Command => sideBySide(nodesAtEnd(lab, stage).map(node => waitUntil(setClock(lab, node), {
	seconds: 120, message: `${node.name} goes on, but does not let us in to set its clock. Its console: sudo virsh console ${node.name}`,
})));

const isBack = (lab: Lab, stage: string): Command => sh`
	(
	  ${haveSnapshot(lab, stage)}
	) && (
	  ${haveNoSnapshot(lab, laterStages(stage))}
	) || exit 1
	for name in ${namesAtEnd(lab, stage)}; do [ "$(sudo virsh domstate "$name" | head -n 1)" = running ] || exit 1; done
`;

export const rewindStage: StageDefinition = {
	id: 'rewind',
	title: 'Rewind',
	isApart: true,
	steps: snapshotStages.map(stage => step({
		id: `rewind.${stage}`,
		title: ({lab}) => `Set ${nodesAtEnd(lab, stage).length === 1 ? 'the VM' : 'all VMs'} back to the end of the stage ${stage}`,
		why: 'Disks, memory and definitions of all VMs come from one moment, so what is learned of them fits again. VMs that were made later go, and so do later snapshots: they belong to what is given up.',
		at: remoteServer,
		probe: ({lab}) => laterNodes(lab, stage).length === 0
			? isBack(lab, stage)
			: sh`
			(
			  ${isBack(lab, stage)}
			) && (
			  ${noDomain(laterNodes(lab, stage).map(({uuid}) => uuid))}
			  ${noFile(laterNodes(lab, stage).map(({disk}) => disk))}
			)
		`,
		commands: ({lab}) => [
			refuseWithoutSnapshot(lab, stage),
			...laterNodes(lab, stage).flatMap(node => removeVm(lab, node, ['define', 'clone', 'seed'])),
			revert(lab, stage),
			setClocks(lab, stage),
			...(laterStages(stage).length > 0 ? [deleteSnapshots(lab, laterStages(stage))] : []),
		],
	})),
};
