import type {Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {type FileToWrite, fileHolds, writeFile} from '../../source/shell/file.js';
import {onNode} from '../../source/shell/place.js';

const unit = 'dpu-representors.service';

const unitFile = (node: Node): FileToWrite => ({
	path: `/etc/systemd/system/${unit}`,
	asRoot: true,
	content: [
		'[Unit]',
		'Description=Bring up the ends of the VFs at the DPU',
		'After=network-pre.target systemd-udev-settle.service openvswitch.service openvswitch-switch.service',
		'',
		'[Service]',
		'Type=oneshot',
		'RemainAfterExit=yes',
		...node.virtualFunctions.map(({device}) => `ExecStart=/usr/bin/env ip link set ${device} up`),
		'',
		'[Install]',
		'WantedBy=multi-user.target',
	].join('\n'),
});

export const representors: StepDefinition = step({
	id: 'dpu-plumbing.representors',
	title: ({node}) => `Bring up the representors in ${node.name}, now and at each start`,
	why: 'A pod\'s VF has no carrier while its other end, the representor, is down.',
	for: lab => lab.dpus,
	when: lab => lab.profile === 'offload',
	needs: ['cni-networking.dpu'],
	at: ({node}) => onNode(node.name),
	probe: ({node}) => sh`${fileHolds(unitFile(node))} && systemctl is-enabled --quiet ${unit} && test "$(ip -o link show up | grep -cE "^[0-9]+: rep0-[0-9]+[:@]")" = ${node.virtualFunctions.length}`,
	commands: ({node}) => [
		writeFile(unitFile(node)),
		sh`sudo systemctl daemon-reload`,
		sh`sudo systemctl enable ${unit}`,
		sh`sudo systemctl restart ${unit}`,
	],
	undo: ({node}) => [sh`sudo systemctl disable --now ${unit}`, destructive(sh`sudo rm -f ${unitFile(node).path}`)],
});
