import {installerOf} from '../../source/lab/installer.js';
import type {Lab} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {
	type Command,
	destructive,
	sh,
	shellFragment,
} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {fetchStep} from './fetch.js';
import {installerXml} from './installation/domain-xml.js';
import {finishScript, installedLine} from './installation/finish.js';
import {giveToLibvirt, refuseForeignDomain} from './libvirt.js';
import {refuseWhileInUse} from './overlays.js';
import {inLabDirectory} from './paths.js';
import {heredoc} from './seed.js';

const isIso = (lab: Lab): boolean => lab.variables.IMAGE_KIND === 'iso';

const origin = (lab: Lab): string => `installed from ${lab.variables.ISO_URL ?? ''}`;

const isTaken = (lab: Lab): Command => sh`sudo test -f ${lab.cloudImage} && test "$(sudo cat ${`${lab.cloudImage}.origin`} 2>/dev/null)" = ${origin(lab)}`;

const isOurs = (lab: Lab) => shellFragment`[ "$(sudo virsh domuuid ${installerOf(lab).name} 2>/dev/null)" = ${installerOf(lab).uuid} ]`;
const state = (lab: Lab) => shellFragment`$(sudo virsh domstate ${installerOf(lab).name} 2>/dev/null | head -n 1)`;

// The script said its last word on the serial console, and the guest went off by itself.
const isInstalled = (lab: Lab): Command => sh`sudo grep -aqF ${installedLine(lab)} ${installerOf(lab).console} 2>/dev/null && ${isOurs(lab)} && [ "${state(lab)}" = 'shut off' ] && sudo qemu-img check -q ${installerOf(lab).disk}`;

// An overlay can't be smaller than what it rests on.
const diskGb = (lab: Lab): number => Math.min(...lab.nodes.map(node => node.diskGb));

const iso = fetchStep({
	id: 'base-vm.iso',
	title: 'Fetch the ISO',
	why: 'Your choice IMAGE_KIND=iso: the golden system is installed by you, as in the documents.',
	when: isIso,
	file: lab => ({
		what: 'the ISO', from: 'ISO_URL', sum: 'ISO_SHA256', path: installerOf(lab).iso,
	}),
});

const helper = (lab: Lab): Command => {
	const directory = inLabDirectory(lab, 'installer');
	return sh`
		set -e
		umask 077
		mkdir -p ${directory}
		${heredoc(directory, 'finish.sh', finishScript(lab))}
		sudo xorriso -as mkisofs -quiet -o ${installerOf(lab).helper} -V DPU_WIZARD -J -r ${directory}
	`;
};

const installer: StepDefinition = step({
	id: 'base-vm.installer',
	title: 'Start a VM from the ISO, with a screen over VNC',
	why: 'Its screen is on the server\'s own loopback alone: nobody sees it but through the tunnel. No port of a firewall is opened for it, and no VNC server runs on your machine (D122).',
	when: isIso,
	needs: ['base-vm.iso', 'base-vm.default-network', 'base-vm.directory', 'base-vm.mirror'],
	at: remoteServer,
	probe: ({lab}) => sh`{ ${isTaken(lab)}; } || { ${isInstalled(lab)}; } || { ${isOurs(lab)} && [ "${state(lab)}" = running ]; }`,
	commands({lab}) {
		const parts = installerOf(lab);
		return [
			refuseForeignDomain(parts.name, parts.uuid),
			refuseWhileInUse(lab, lab.cloudImage),
			helper(lab),
			sh`sudo test -e ${parts.disk} || sudo qemu-img create -q -f qcow2 ${parts.disk} ${`${diskGb(lab)}G`}`,
			giveToLibvirt(lab, 'define', installerXml(lab, parts)),
			sh`[ "${state(lab)}" = running ] || sudo virsh start ${parts.name}`,
		];
	},
	undo: ({lab}) => [destructive(sh`
		if ${isOurs(lab)}; then
		  if [ "${state(lab)}" != 'shut off' ]; then sudo virsh destroy ${installerOf(lab).name}; fi
		  sudo virsh undefine ${installerOf(lab).name} --nvram --managed-save --snapshots-metadata
		fi
		sudo rm -f -- ${installerOf(lab).disk} ${installerOf(lab).helper} ${installerOf(lab).console}
	`)],
});

const byHand: StepDefinition = step({
	id: 'base-vm.install',
	title: 'Install the system over VNC',
	why: 'Only a person can click through an installer. What proves it: the script of the second CD has gone through, the guest is off, and its disk is whole.',
	when: isIso,
	needs: ['base-vm.installer'],
	at: remoteServer,
	probe: ({lab}) => sh`{ ${isTaken(lab)}; } || { ${isInstalled(lab)}; }`,
	commands: () => [],
	manual: ({lab}) => [
		'In another terminal: dpu-wizard tunnel vnc. It says which address to give to a VNC viewer (TigerVNC\'s is `vncviewer`, in the package tigervnc or tigervnc-viewer).',
		`In the installer: a minimal installation on the only disk (${diskGb(lab)} GB, one partition for / without LVM, so that it grows with its clones), network by DHCP, and a user of your own who may use sudo. Then reboot into the installed system.`,
		'Log in there as that user and type: sudo mount LABEL=DPU_WIZARD /mnt && sudo bash /mnt/finish.sh',
		'That installs cloud-init and the ssh server (it needs the distribution\'s packages) and powers the VM off. Then come back and let it be proved.',
	].join(' '),
});

const installed: StepDefinition = step({
	id: 'base-vm.installed',
	title: 'Take the installed disk in the place of a cloud image',
	why: 'From here on everything is as with a cloud image: nothing writes to it again, and every clone gets identities of its own from cloud-init. The next step boots it: a disk that can\'t boot fails there.',
	when: isIso,
	needs: ['base-vm.install'],
	at: remoteServer,
	probe: ({lab}) => isTaken(lab),
	commands({lab}) {
		const {name, disk, helper: cd} = installerOf(lab);
		return [
			refuseWhileInUse(lab, lab.cloudImage),
			sh`
				set -e
				{ ${isInstalled(lab)}; } || { echo 'The installation has not gone through: finish.sh has not said so, or the VM is not off.' >&2; exit 1; }
				sudo virsh undefine ${name} --nvram --managed-save --snapshots-metadata
				sudo chown root:root ${disk}
				sudo chmod 0444 ${disk}
				sudo mv -f ${disk} ${lab.cloudImage}
				echo ${origin(lab)} | sudo tee ${`${lab.cloudImage}.origin`} >/dev/null
				sudo rm -f -- ${cd}
			`,
		];
	},
	undo: ({lab}) => [destructive(sh`sudo rm -f -- ${lab.cloudImage} ${`${lab.cloudImage}.origin`}`)],
});

export const installation: readonly StepDefinition[] = [iso, installer, byHand, installed];
