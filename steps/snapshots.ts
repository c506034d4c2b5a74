import {type StageDefinition, step} from '../source/plan/step.js';
import {remoteServer} from '../source/shell/place.js';
import {
	deleteSnapshots,
	haveNoSnapshot,
	haveSnapshot,
	nodesAtEnd,
	refuseUnlessKeepable,
	takeSnapshots,
} from './parts/snapshot.js';

/**
A stage with a last step that keeps all VMs as they are then.

Libvirt's own snapshots of a running VM, disk and memory: to be back takes seconds, where a start from a disk alone takes minutes without acceleration, and the
definition comes back with it. It lies in the disk that is there, so no path changes and no chain grows. The price is the memory, which is why it is a choice.
*/
export const withSnapshot = (stage: StageDefinition): StageDefinition => ({
	...stage,
	steps: [...stage.steps, step({
		id: `${stage.id}.snapshot`,
		title: ({lab}) => `Keep ${nodesAtEnd(lab, stage.id).length === 1 ? 'the VM' : 'all VMs'} as at the end of this stage`,
		why: `To come back to it: dpu-wizard rewind ${stage.id}. The VMs stand still for some seconds; it takes up to their memory on the server's disk.`,
		when: lab => lab.variables.SNAPSHOTS === 'true',
		needs: stage.steps.map(({id}) => id),
		isAlone: true,
		at: remoteServer,
		probe: ({lab}) => haveSnapshot(lab, stage.id),
		commands: ({lab}) => [
			refuseUnlessKeepable(lab, stage.id),
			// Of an attempt that was broken off: kept at different moments, VMs do not fit together.
			deleteSnapshots(lab, [stage.id]),
			takeSnapshots(lab, stage.id),
		],
		undo: ({lab}) => [deleteSnapshots(lab, [stage.id])],
		gone: ({lab}) => haveNoSnapshot(lab, [stage.id]),
	})],
});
