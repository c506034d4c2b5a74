import type {Node} from '../../../source/lab/lab.js';
import {step} from '../../../source/plan/step.js';
import {type Command, destructive, sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {refuseForeignDomain} from '../libvirt.js';
import {hasBacking, isMadeForProfile, madeForFile} from './made-for.js';

// Only by the lab's own UUID, and only the two files that are this node's by their names.
const removeVm = (node: Node): Command => destructive(sh`
	set -e
	echo ${`${node.name} was made for the profile`} "$(sudo cat ${madeForFile(node)} 2>/dev/null || echo another one)": ${`its VM and its disk ${node.disk} are removed, and made anew.`}
	if [ "$(sudo virsh domuuid ${node.name} 2>/dev/null)" = ${node.uuid} ]; then
	  if [ "$(sudo virsh domstate ${node.name} | head -n 1)" != 'shut off' ]; then sudo virsh destroy ${node.name}; fi
	  sudo virsh undefine ${node.name} --nvram --managed-save --snapshots-metadata
	fi
	sudo rm -f -- ${node.disk} ${madeForFile(node)}
`);

/**
A lab that changes its profile: its nodes are made anew, because a node of one profile has that profile's bridges, images, labels and cluster in it. The gateway
with its registry, the networks, the images, the addresses and the host keys stay.
*/
export const makeWay = step({
	id: 'remaining-vms.make-way',
	title: ({lab, node}) => `Make way for ${node.name} in the profile ${lab.profile}`,
	why: 'Nothing is there to do, unless the lab had another profile: then this removes the node\'s VM and disk, so that the next steps make them anew. Releases of one profile can\'t be upgraded to another\'s.',
	for: lab => lab.clusterNodes,
	needs: ['base-vm.packages'],
	at: remoteServer,
	// A disk without the note is from before there were notes: it is told by the image under it.
	probe: ({lab, node}) => sh`
		! sudo test -e ${node.disk} || ${isMadeForProfile(lab, node)} || { ! sudo test -e ${madeForFile(node)} && ${hasBacking(node)}; }
	`,
	commands: ({node}) => [refuseForeignDomain(node.name, node.uuid), removeVm(node)],
});
