import type {Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {writeFile} from '../../source/shell/file.js';
import {onNode} from '../../source/shell/place.js';
import {mayBeAway} from '../parts/vf-away.js';

const linkFile = (device: string, mac: string) => ({
	path: `/etc/systemd/network/70-${device}.link`, content: `[Match]\nPermanentMACAddress=${mac}\n\n[Link]\nName=${device}\n`, asRoot: true,
});

/**
Tells the VFs by their permanent MAC: a CNI plugin changes the current one.
*/
export const vfNames: StepDefinition = step({
	id: 'cni-networking.vf-names',
	title: ({node}) => `Name the VFs of ${node.name} as OVN-Kubernetes looks for them`,
	why: 'The simulated DPU has no switchdev to ask: eth0-N at the host and rep0-N at the DPU belong together by their names alone.',
	for: lab => [...lab.dpus, ...lab.dpuHosts],
	when: lab => lab.profile === 'offload',
	needs: ['remaining-vms.ready'],
	at: ({node}) => onNode(node.name),
	probe: ({node}) => sh`for device in ${devices(node)}; do test -e "/sys/class/net/$device" || ${mayBeAway(node)} || exit 1; done; for device in ${devices(node)}; do test -s "/etc/systemd/network/70-$device.link" || exit 1; done`,
	commands: ({node}) => [
		...node.virtualFunctions.map(({device, mac}) => writeFile(linkFile(device, mac))),
		sh`
			set -e
			while read -r found wanted; do
			  test -e "/sys/class/net/$wanted" && continue
			  test -e "/sys/class/net/$found" || { echo "Neither $found nor $wanted is there" >&2; exit 1; }
			  sudo ip link set "$found" down
			  sudo ip link set "$found" name "$wanted"
			done <<<${node.virtualFunctions.map(({pciDevice, device}) => `${pciDevice} ${device}`).join('\n')}
		`,
	],
	// The seed names them alike as long as the VM is the one of this profile: only the files are of this step.
	undo: ({node}) => [destructive(sh`sudo rm -f -- ${linkFiles(node)}`)],
	gone: ({node}) => sh`for file in ${linkFiles(node)}; do ! test -e "$file" || exit 1; done`,
});

const linkFiles = (node: Node): readonly string[] => node.virtualFunctions.map(({device, mac}) => linkFile(device, mac).path);

const devices = (node: Node): readonly string[] => node.virtualFunctions.map(({device}) => device);
