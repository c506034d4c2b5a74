import type {Lab} from '../lab/lab.js';
import type {SnapshotsInSight} from '../snapshots/ask.js';
import {count} from './run-text.js';

/**
The snapshots and what they take, for a person.
*/
export function snapshotsText(lab: Lab, {snapshots, diskBytes}: SnapshotsInSight): string {
	const isOn = lab.variables.SNAPSHOTS === 'true';
	const disks = `The VMs' disks take ${megabytes(diskBytes)} on the server.`;
	if (snapshots.length === 0) {
		return [
			`The lab ${lab.name} has no snapshots.`,
			isOn ? 'One is taken at the end of each stage that changes the VMs.' : `They are off: dpu-wizard lab set --lab ${lab.name} SNAPSHOTS=true`,
			disks,
		].join('\n');
	}

	return [
		`Snapshots of the lab ${lab.name}:`,
		...snapshots.map(({stage, at, nodes, memoryBytes}) => `  ${stage.padEnd(15)} ${at.slice(0, 16).replace('T', ' ')} UTC  ${count(nodes.length, 'VM')}, ${megabytes(memoryBytes)} of memory`),
		`${disks} The snapshots' memory is in that, and what the VMs have overwritten since.`,
		`Back to one: dpu-wizard rewind ${snapshots.at(-1)!.stage}`,
	].join('\n');
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576).toLocaleString('en')} MiB`;
