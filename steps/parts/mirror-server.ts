import type {Lab} from '../../source/lab/lab.js';
import {isFolder, mirrorForGuests} from '../../source/lab/mirror.js';
import {step} from '../../source/plan/step.js';
import {
	type Command,
	destructive,
	sh,
} from '../../source/shell/command.js';
import {fileHolds, type FileToWrite, writeFile} from '../../source/shell/file.js';
import {remoteServer} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {installPackagesAnywhere, removeAddedPackages} from './packages.js';
import {notePath} from './server-notes.js';

const folder = (lab: Lab): string => lab.variables.MIRROR ?? '';
const port = (lab: Lab): string => lab.variables.MIRROR_PORT ?? '';
const packagesNote = notePath('packages-mirror');
const unit = (lab: Lab): string => `dpu-wizard-mirror-${lab.id}.service`;

// It listens on the management network alone, as nobody in particular, and only reads.
const unitFile = (lab: Lab): FileToWrite => ({
	path: `/etc/systemd/system/${unit(lab)}`,
	asRoot: true,
	content: `[Unit]
Description=Mirror of the dpu-wizard lab ${lab.id}
After=network.target libvirtd.service virtnetworkd.service

[Service]
DynamicUser=yes
ProtectHome=no
ExecStart=/usr/bin/env python3 -m http.server ${port(lab)} --bind ${lab.managementOctets}.1 --directory ${folder(lab)}
Restart=always
RestartSec=2

[Install]
WantedBy=multi-user.target
`,
});

const answers = (lab: Lab): Command => sh`curl --fail --silent --max-time 3 --output /dev/null ${`${mirrorForGuests(name => lab.variables[name] ?? '')}/`}`;

/**
A folder MIRROR is of no use to the VMs by itself.
*/
export const mirrorServer = step({
	id: 'base-vm.mirror',
	title: ({lab}) => `Give ${folder(lab)} to the VMs on port ${port(lab)}`,
	why: 'Your choice MIRROR is a folder of the server: the VMs ask for packages over HTTP, and only on the management network.',
	when: lab => isFolder(folder(lab)),
	needs: ['base-vm.packages', 'base-vm.default-network'],
	at: remoteServer,
	probe: ({lab}) => sh`${fileHolds(unitFile(lab))} && systemctl is-enabled --quiet ${unit(lab)} && ${answers(lab)}`,
	commands: ({lab}) => [
		sh`test -d ${folder(lab)} || { echo ${`There is no folder ${folder(lab)} on the server, which MIRROR names. What must be in it: dpu-wizard checklist --only mirror`} >&2; exit 1; }`,
		sh`
			if ! command -v python3 >/dev/null; then
			  ${installPackagesAnywhere({fedora: ['python3'], debian: ['python3']}, packagesNote)}
			fi
		`,
		writeFile(unitFile(lab)),
		sh`
			set -e
			if systemctl is-active --quiet firewalld; then
			  sudo firewall-cmd --quiet --zone=libvirt --add-port=${port(lab)}/tcp
			  sudo firewall-cmd --quiet --permanent --zone=libvirt --add-port=${port(lab)}/tcp
			fi
			sudo systemctl daemon-reload
			sudo systemctl enable ${unit(lab)}
			sudo systemctl restart ${unit(lab)}
		`,
		waitUntil(answers(lab), {
			seconds: 30,
			message: `The mirror does not answer at ${mirrorForGuests(name => lab.variables[name] ?? '')}/. On the server: systemctl status ${unit(lab)}. May everybody read ${folder(lab)}? Is the port taken?`,
		}),
	],
	undo: ({lab}) => [
		destructive(sh`
			set -e
			if sudo test -e ${unitFile(lab).path}; then
			  sudo systemctl disable --now ${unit(lab)}
			  if systemctl is-active --quiet firewalld; then
			    sudo firewall-cmd --quiet --zone=libvirt --remove-port=${port(lab)}/tcp
			    sudo firewall-cmd --quiet --permanent --zone=libvirt --remove-port=${port(lab)}/tcp
			  fi
			  sudo rm -f -- ${unitFile(lab).path}
			  sudo systemctl daemon-reload
			fi
		`),
		removeAddedPackages(packagesNote),
	],
	gone: ({lab}) => sh`! sudo test -e ${unitFile(lab).path}`,
});
