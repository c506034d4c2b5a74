import type {Connection} from '../connection/connection.js';
import {PlaceError} from '../errors.js';
import type {Lab} from '../lab/lab.js';
import {sh} from '../shell/command.js';

/**
The end of a stage, as the VMs' snapshots keep it.
*/
export type Snapshot = {
	readonly stage: string;
	/**
	ISO time of the first of its VMs.
	*/
	readonly at: string;
	readonly nodes: readonly string[];
	/**
	What the VMs' memory takes in their disks. What they write after it is kept beside what was there before, and is not in it.
	*/
	readonly memoryBytes: number;
};

export type SnapshotsInSight = {
	/**
	The oldest first.
	*/
	readonly snapshots: readonly Snapshot[];
	/**
	What the disks of the VMs take on the server, all in all.
	*/
	readonly diskBytes: number;
};

type DiskImage = {
	readonly 'actual-size': number;
	readonly snapshots?: ReadonlyArray<{readonly name: string; readonly 'date-sec': number; readonly 'vm-state-size': number}>;
};

const prefix = 'dpu-wizard-';

/**
Asks the disks of a lab's VMs for their snapshots. Read-only, also while the VMs run. Rejects with a `PlaceError` when the server can't be asked.
*/
export async function askSnapshots(lab: Lab, connection: Connection): Promise<SnapshotsInSight> {
	const script = sh`
		for node in ${lab.nodes.map(({name, disk}) => `${name}:${disk}`)}; do
		  disk=$(echo "$node" | cut -d : -f 2-)
		  if sudo test -e "$disk"; then
		    echo "$(echo "$node" | cut -d : -f 1) $(sudo qemu-img info -U --output=json "$disk" | tr -d '\n')" || exit 1
		  fi
		done
	`;
	let text = '';
	const decoder = new TextDecoder();
	const outcome = await connection.execute(script.text, {
		onOutput(stream, chunk) {
			text += stream === 'stdout' ? decoder.decode(chunk, {stream: true}) : '';
		},
	});
	if (outcome.kind !== 'exited' || outcome.code !== 0) {
		throw new PlaceError('The server did not tell which snapshots there are', 'remote server', ['Is qemu-img there? dpu-wizard status tells whether base-vm.packages is done.']);
	}

	return readSnapshots(text);
}

/**
Reads lines of `NODE JSON`, as `qemu-img info` tells of a disk.
*/
export function readSnapshots(text: string): SnapshotsInSight {
	const disks = text.split('\n').filter(line => line.includes(' {')).map(line => {
		const space = line.indexOf(' ');
		return {node: line.slice(0, space), image: JSON.parse(line.slice(space + 1)) as DiskImage};
	});
	const kept = disks.flatMap(({node, image}) => (image.snapshots ?? []).filter(({name}) => name.startsWith(prefix)).map(snapshot => ({
		node, stage: snapshot.name.slice(prefix.length), seconds: snapshot['date-sec'], memoryBytes: snapshot['vm-state-size'],
	})));
	const snapshots = Map.groupBy(kept, ({stage}) => stage).entries().map(([stage, all]) => ({
		stage,
		at: new Date(Math.min(...all.map(({seconds}) => seconds)) * 1000).toISOString(),
		nodes: all.map(({node}) => node),
		memoryBytes: sum(all.map(({memoryBytes}) => memoryBytes)),
	})).toArray();
	return {
		snapshots: snapshots.toSorted((one, other) => one.at.localeCompare(other.at)),
		diskBytes: sum(disks.map(({image}) => image['actual-size'])),
	};
}

function sum(numbers: readonly number[]): number {
	let all = 0;
	for (const number of numbers) {
		all += number;
	}

	return all;
}
