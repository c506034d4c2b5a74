import type {Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {type FileToWrite, fileHolds, writeFile} from '../../source/shell/file.js';
import {onNode} from '../../source/shell/place.js';
import {onSameNode} from '../launch/same-node.js';

/**
VF 0 is the host's uplink and has a profile; the other VFs belong to OVN-Kubernetes, and so do the devices that it makes.
*/
const file = (node: Node): FileToWrite => ({
	path: '/etc/NetworkManager/conf.d/90-dpu.conf',
	asRoot: true,
	content: `[keyfile]\nunmanaged-devices=${[...node.virtualFunctions.slice(1).map(({device}) => device), 'br-int', 'ovn-k8s-mp*', 'genev_sys_*', 'vxlan_sys_*', 'flannel*', 'cni*', 'veth*']
		.map(device => `interface-name:${device}`).join(';')}\n`,
});

export const unmanaged: StepDefinition = step({
	id: 'cni-networking.unmanaged',
	title: 'Keep NetworkManager away from VFs and pod devices',
	why: 'It would ask for DHCP on every VF and take the devices of pods down. (systemd-networkd touches only what it has a file for.)',
	for: lab => lab.clusterNodes,
	when: lab => lab.guestFamily === 'fedora',
	needs: onSameNode('remaining-vms.ready', 'cni-networking.vf-names'),
	at: ({node}) => onNode(node.name),
	probe: ({node}) => fileHolds(file(node)),
	commands: ({node}) => [writeFile(file(node)), sh`sudo systemctl reload NetworkManager`],
	undo: ({node}) => [destructive(sh`sudo rm -f -- ${file(node).path}`), sh`sudo systemctl reload NetworkManager`],
	gone: ({node}) => sh`! test -e ${file(node).path}`,
});
