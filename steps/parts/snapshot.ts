import type {Lab, Node} from '../../source/lab/lab.js';
import {sideBySide} from '../../source/shell/side-by-side.js';
import {
	type Command,
	destructive,
	sh,
	shellFragment,
} from '../../source/shell/command.js';

/**
Stages at whose end the VMs are not what they were at its beginning.
*/
export const snapshotStages: readonly string[] = ['gateway', 'cni', 'remaining-vms', 'cni-networking', 'launch', 'dpu-plumbing', 'verification'];

const beforeRemainingVms: ReadonlySet<string> = new Set(['gateway', 'cni']);

/**
The nodes that have a VM at the end of a stage.
*/
export const nodesAtEnd = (lab: Lab, stage: string): readonly Node[] => beforeRemainingVms.has(stage) ? lab.gateways : lab.nodes;

/**
Name of the libvirt snapshot of each VM.
*/
export const snapshotName = (stage: string): string => `dpu-wizard-${stage}`;

/**
The snapshot's description: the mark that it is this lab's.
*/
const mark = (lab: Lab): string => `dpu-wizard:${lab.id}`;

// For the shell: `kept VM SNAPSHOT` succeeds where the VM is this lab's and has the snapshot with its mark. A VM is NAME:UUID.
const kept = (lab: Lab) => shellFragment`kept() {
	  [ "$(sudo virsh domuuid "$(echo "$1" | cut -d : -f 1)" 2>/dev/null)" = "$(echo "$1" | cut -d : -f 2)" ] &&
	    sudo virsh snapshot-dumpxml "$(echo "$1" | cut -d : -f 1)" "$2" 2>/dev/null | grep -qF ${`<description>${mark(lab)}</description>`}
	}`;

const vmsOf = (nodes: readonly Node[]) => nodes.map(({name, uuid}) => `${name}:${uuid}`);

/**
Succeeds where every VM of the stage has its snapshot.
*/
export const haveSnapshot = (lab: Lab, stage: string): Command => sh`
	${kept(lab)}
	for vm in ${vmsOf(nodesAtEnd(lab, stage))}; do kept "$vm" ${snapshotName(stage)} || exit 1; done
`;

/**
Succeeds where no VM of the lab has a snapshot of these stages; fails where libvirt cannot be asked.
*/
export const haveNoSnapshot = (lab: Lab, stages: readonly string[]): Command => sh`
	if ! command -v virsh >/dev/null; then exit 0; fi
	sudo virsh list >/dev/null || exit 1
	${kept(lab)}
	for vm in ${vmsOf(lab.nodes)}; do
	  for snapshot in ${stages.map(stage => snapshotName(stage))}; do
	    if kept "$vm" "$snapshot"; then exit 1; fi
	  done
	done
`;

export const deleteSnapshots = (lab: Lab, stages: readonly string[]): Command => destructive(sh`
	set -e
	${kept(lab)}
	for vm in ${vmsOf(lab.nodes)}; do
	  for snapshot in ${stages.map(stage => snapshotName(stage))}; do
	    if kept "$vm" "$snapshot"; then sudo virsh snapshot-delete "$(echo "$vm" | cut -d : -f 1)" "$snapshot"; fi
	  done
	done
`);

/**
Makes sure that every VM can be kept, and that there is room: what a snapshot takes is at most the VMs' memory.
*/
export const refuseUnlessKeepable = (lab: Lab, stage: string): Command => {
	const nodes = nodesAtEnd(lab, stage);
	let memoryMb = 0;
	for (const node of nodes) {
		memoryMb += node.memoryMb;
	}

	return sh`
		for vm in ${vmsOf(nodes)}; do
		  name=$(echo "$vm" | cut -d : -f 1)
		  if [ "$(sudo virsh domuuid "$name" 2>/dev/null)" != "$(echo "$vm" | cut -d : -f 2)" ]; then
		    echo "The VM $name is not there, or is not this lab's: nothing is kept." >&2
		    exit 1
		  fi
		  state=$(sudo virsh domstate "$name" | head -n 1)
		  if [ "$state" != running ] && [ "$state" != paused ]; then
		    echo "The VM $name is $state: nothing is kept. Start it first." >&2
		    exit 1
		  fi
		done
		free=$(($(sudo df --output=avail -k ${lab.poolDir} | tail -n 1) / 1024))
		if [ "$free" -lt ${memoryMb} ]; then
		  echo ${`A snapshot may take ${memoryMb} MiB in ${lab.poolDir}. Make room, or set SNAPSHOTS=false. MiB that are free:`} "$free" >&2
		  exit 1
		fi
	`;
};

/**
All VMs stand still while each is kept, so that they agree with each other; whatever happens, they go on.
*/
export const takeSnapshots = (lab: Lab, stage: string): Command => {
	const nodes = nodesAtEnd(lab, stage);
	const names = nodes.map(({name}) => name);
	return sh`
		set -e
		go_on() { for name in ${names}; do sudo virsh resume "$name" >/dev/null 2>&1 || true; done; }
		trap go_on EXIT
		for name in ${names}; do
		  if [ "$(sudo virsh domstate "$name" | head -n 1)" = running ]; then sudo virsh suspend "$name"; fi
		done
		${sideBySide(names.map(name => sh`sudo virsh snapshot-create-as ${name} ${snapshotName(stage)} --description ${mark(lab)}`))}
	`;
};
