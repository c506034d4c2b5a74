import type {Lab} from '../source/lab/lab.js';
import {engineNames, serverPaths} from '../source/lab/server-paths.js';
import {type StageDefinition, step} from '../source/plan/step.js';
import {everyItem, itemCount} from '../source/shell/array.js';
import {
	destructive,
	fragment,
	sh,
	shellFragment,
	sudo,
} from '../source/shell/command.js';
import {directoryMark, makeDirectory, removeEmptyDirectories} from '../source/shell/directory.js';
import {fileHolds, writeFile} from '../source/shell/file.js';
import {remoteServer} from '../source/shell/place.js';
import {bakeStep} from './parts/bake.js';
import {cloudImage} from './parts/cloud-image.js';
import {installation} from './parts/installation.js';
import {managementNetwork} from './parts/management-network.js';
import {clusterNetwork} from './parts/network.js';
import {mirrorServer} from './parts/mirror-server.js';
import {
	addedPackagesAreGone,
	distributionFrom,
	installPackagesAnywhere,
	installPackagesAsRoot,
	packagesAreWhole,
	removeAddedPackages,
} from './parts/packages.js';
import {inLabDirectory, keyPath, sshConfigPath} from './parts/paths.js';
import {
	forgetLab,
	isForgotten,
	isLastLab,
	isRestored,
	noteBefore,
	notePath,
	registerLab,
	restoreNoted,
} from './parts/server-notes.js';
import {sshConfig} from './parts/ssh-config.js';
import {address} from './parts/vm/address.js';

const packagesNote = notePath('packages-base-vm');

// Everything of labs is gone by then, and the network `default` comes with libvirt.
const refuseWhileLibvirtServesOthers = sh`
	if command -v virsh >/dev/null; then
	  others=$({ sudo virsh list --all --name; sudo virsh net-list --all --name | grep -vx default; } | grep . | paste -sd ' ')
	  if [ -n "$others" ]; then
	    echo "libvirt serves what no lab has made: $others. So it stays, with the tools. Remove those first, or tear down without --packages." >&2
	    exit 1
	  fi
	fi
`;

const packages = step({
	id: 'base-vm.packages',
	title: 'Install libvirt, QEMU and the tools',
	why: 'The server runs the VMs. No compilers and no virt-manager: nothing is built here any more (D140).',
	at: remoteServer,
	probe: () => sh`
		for program in virsh qemu-img xorriso jq skopeo curl ssh; do command -v "$program" >/dev/null || exit 1; done
		{ test -x /usr/bin/qemu-system-x86_64 || test -x /usr/libexec/qemu-kvm; } && ${packagesAreWhole}
	`,
	commands: () => [installPackagesAnywhere({
		fedora: ['qemu-kvm', 'libvirt', 'qemu-img', 'xorriso', 'jq', 'skopeo', 'curl', 'openssh-clients', 'iproute', 'policycoreutils-python-utils'],
		debian: ['qemu-system-x86', 'qemu-utils', 'libvirt-daemon-system', 'libvirt-clients', 'dnsmasq-base', 'iptables', 'xorriso', 'jq', 'skopeo', 'curl', 'ca-certificates', 'openssh-client', 'iproute2'],
	}, packagesNote)],
	undo: ({lab}) => [sh`
		if ! ${isLastLab(lab)}; then
		  echo 'Other labs on this server need libvirt and the tools: they stay. Tear those labs down first.' >&2
		  exit 1
		fi
	`, refuseWhileLibvirtServesOthers, removeAddedPackages(packagesNote)],
	gone: () => addedPackagesAreGone(packagesNote),
});

const libvirtUnits = ['libvirtd.service', 'virt*.socket', 'libvirtd*.socket'];

// Never empty: grep takes an empty file of patterns for none.
const enabledUnits = sh`
	echo 'Units that were enabled:'
	systemctl list-unit-files --state=enabled --no-legend ${libvirtUnits} | awk '{print $1}'
`;

const daemons = step({
	id: 'base-vm.daemons',
	title: 'Enable libvirt\'s daemons',
	why: 'Enabled, not only started, so that the lab is there after a reboot (D137); newer hosts have one daemon for each driver (R6).',
	needs: ['base-vm.packages'],
	at: remoteServer,
	probe: () => sh`
		sudo virsh -c qemu:///system uri >/dev/null &&
		{ systemctl is-enabled --quiet virtqemud.socket || systemctl is-enabled --quiet libvirtd.socket || systemctl is-enabled --quiet libvirtd.service; }
	`,
	commands: ({lab}) => [noteBefore(lab, 'units', enabledUnits), sh`
		if systemctl is-enabled --quiet libvirtd.service || systemctl is-enabled --quiet libvirtd.socket || ! systemctl cat virtqemud.socket >/dev/null 2>&1; then
		  sudo systemctl enable --now virtlogd.socket libvirtd.socket libvirtd.service
		else
		  sudo systemctl enable --now virtlogd.socket virtlockd.socket virtqemud.socket virtnetworkd.socket virtstoraged.socket virtnodedevd.socket virtsecretd.socket
		fi
	`],
	undo: ({lab}) => [restoreNoted(lab, 'units', 'What of libvirt starts with the server', sh`
		mapfile -t units < <(systemctl list-unit-files --state=enabled --no-legend ${libvirtUnits} | awk '{print $1}' | grep -vxF -f "$note" || true)
		if [ ${itemCount('units')} -gt 0 ]; then sudo systemctl disable --now ${everyItem('units')}; fi
	`)],
	gone: ({lab}) => isRestored(lab, 'units'),
});

const bridgeFilterFile = (lab: Lab) => `/etc/sysctl.d/90-dpu-wizard-${lab.id}.conf`;

// A leading - lets the file pass where the module is not loaded.
const bridgeFilter = ['iptables', 'ip6tables', 'arptables'].map(table => `-net.bridge.bridge-nf-call-${table} = 0`).join('\n');

const bridgeFilterStep = step({
	id: 'base-vm.bridge-filter',
	title: 'Keep the server\'s firewall out of bridged frames',
	why: 'Where br_netfilter is loaded (Docker does), the host\'s FORWARD rules drop what goes from VF to VF (D94).',
	at: remoteServer,
	probe: ({lab}) => sh`
		${fileHolds({path: bridgeFilterFile(lab), content: bridgeFilter})} &&
		{ ! test -e /proc/sys/net/bridge/bridge-nf-call-iptables || test "$(cat /proc/sys/net/bridge/bridge-nf-call-iptables)" = 0; }
	`,
	commands: ({lab}) => [
		noteBefore(lab, 'sysctl', sh`
			for value in /proc/sys/net/bridge/bridge-nf-call-*; do
			  if test -e "$value"; then echo "net.bridge.$(basename "$value") = $(cat "$value")"; fi
			done
		`),
		writeFile({path: bridgeFilterFile(lab), content: bridgeFilter, asRoot: true}),
		sh`if test -e /proc/sys/net/bridge/bridge-nf-call-iptables; then sudo sysctl -q -p ${bridgeFilterFile(lab)}; fi`,
	],
	undo: ({lab}) => [
		destructive(sudo`rm -f -- ${bridgeFilterFile(lab)}`),
		// The file alone would set them back at the next start of the server only.
		restoreNoted(lab, 'sysctl', 'The firewall on bridged frames', sh`if test -e /proc/sys/net/bridge/bridge-nf-call-iptables; then sudo sysctl -q -p "$note"; fi`),
	],
	gone: ({lab}) => sh`! test -e ${bridgeFilterFile(lab)} && { ${isRestored(lab, 'sysctl')}; }`,
});

const directory = step({
	id: 'base-vm.directory',
	title: 'Make the lab\'s directories',
	why: 'Everything that the lab writes on the server lies in two directories with its id in their names; nothing else is moved or replaced (D120).',
	at: remoteServer,
	probe: ({lab}) => sh`sudo test -d ${lab.poolDir} && ${holdsSshConfig(lab)}`,
	commands: ({lab}) => [
		registerLab(lab),
		makeDirectory(shellFragment`${lab.poolDir}`, {asRoot: true}),
		sudo`chmod 0711 ${lab.poolDir}`,
		sh`
			set -e
			umask 077
			mkdir -p ${inLabDirectory(lab, 'host-keys')} ${inLabDirectory(lab, 'seeds')} ${inLabDirectory(lab, 'locks')}
			cat > ${sshConfigPath(lab)} <<'EOF'
			${fragment(sshConfig(lab))}
			EOF
		`,
	],
	// What the engine itself keeps there (its locks, its jobs) goes when nothing is in use any more.
	undo: ({lab}) => [
		destructive(sh`
			if test -d ${inLabDirectory(lab)}; then find ${inLabDirectory(lab)} -mindepth 1 -maxdepth 1 ${ownByEngine} -exec rm -rf -- {} +; fi
		`),
		destructive(sh`
			if sudo test -d ${lab.poolDir}; then
			  sudo rm -f -- ${`${lab.poolDir}/${directoryMark}`}
			  sudo rmdir -- ${lab.poolDir}
			fi
			${removeEmptyDirectories(shellFragment`${poolParent(lab)}`, {asRoot: true, isOwn: true})}
		`),
		forgetLab(lab),
	],
	gone: ({lab}) => sh`
		! sudo test -e ${lab.poolDir} && ${isForgotten(lab)} &&
		{ ! test -d ${inLabDirectory(lab)} || test -z "$(find ${inLabDirectory(lab)} -mindepth 1 -maxdepth 1 ${ownByEngine})"; }
	`,
});

const poolParent = ({poolDir}: Lab) => poolDir.slice(0, poolDir.lastIndexOf('/'));
const ownByEngine = [...engineNames, directoryMark].flatMap(name => ['!', '-name', name]);

const holdsSshConfig = (lab: Lab) => sh`test "$(cat ${sshConfigPath(lab)} 2>/dev/null)" = ${sshConfig(lab)}`;

const key = step({
	id: 'base-vm.key',
	title: 'Make the ssh key of the guests',
	why: 'A key of its own: nobody\'s personal key is overwritten or copied into VMs (D139). It stays on the server.',
	at: remoteServer,
	probe: ({lab}) => sh`test -f ${keyPath(lab)} && test -f ${keyPath(lab, '.pub')}`,
	commands: ({lab}) => [sh`
		set -e
		umask 077
		${makeDirectory(shellFragment`"$(dirname ${keyPath(lab)})"`)}
		test -f ${keyPath(lab)} || ssh-keygen -q -t ed25519 -N '' -C dpu-wizard -f ${keyPath(lab)}
		test -f ${keyPath(lab, '.pub')} || ssh-keygen -y -f ${keyPath(lab)} > ${keyPath(lab, '.pub')}
	`],
	undo: ({lab}) => [sh`
		if ! test -e ${keyPath(lab)}; then
		  echo 'The key is gone already.'
		elif ! ${isOwnKey(lab)}; then
		  echo ${`The key ${serverPaths(lab).key} was not made by dpu-wizard: it stays.`}
		elif ! { ${noOtherLab(lab)}; }; then
		  echo ${`The key ${serverPaths(lab).key} stays: other labs on this server use it.`}
		else
		  ${destructive(sh`rm -f -- ${keyPath(lab)} ${keyPath(lab, '.pub')}`)}
		  ${removeEmptyDirectories(shellFragment`"$(dirname ${keyPath(lab)})"`)}
		fi
	`].map(command => destructive(command)),
	gone: ({lab}) => sh`! test -e ${keyPath(lab)} || ! ${isOwnKey(lab)} || ! { ${noOtherLab(lab)}; }`,
});

// By the comment that it was made with: a key that a person named may be their own.
const isOwnKey = (lab: Lab) => sh`[ "$(cut -d ' ' -f 3 ${keyPath(lab, '.pub')} 2>/dev/null)" = dpu-wizard ]`;

// Also by the directories: a lab that an older dpu-wizard made is in no register.
const noOtherLab = (lab: Lab) => sh`${isLastLab(lab)} && [ "$(find "$(dirname ${inLabDirectory(lab)})" -mindepth 1 -maxdepth 1 -type d ! -name ${lab.id} 2>/dev/null)" = '' ]`;

const golden = bakeStep({
	id: 'base-vm.golden',
	title: 'Bake the golden image',
	why: 'What every node has is installed once; the documents\' golden VM, without a person and without its identity in the clones (D64, D110).',
	needs: ['base-vm.image', 'base-vm.installed', 'base-vm.default-network', 'base-vm.address', 'base-vm.mirror'],
	image: lab => lab.goldenImage,
	backing: lab => lab.cloudImage,
	recipe: lab => [
		...distributionFrom(lab),
		...installPackagesAsRoot(lab.guestFamily, ['jq', 'curl', 'tcpdump', 'pciutils', lab.guestFamily === 'debian' ? 'iproute2' : 'iproute']),
	],
});

export const baseVmStage: StageDefinition = {
	id: 'base-vm',
	title: 'Base VM',
	steps: [
		packages,
		daemons,
		bridgeFilterStep,
		managementNetwork,
		address,
		clusterNetwork('infra'),
		clusterNetwork('tenant'),
		directory,
		key,
		mirrorServer,
		cloudImage,
		...installation,
		golden,
	],
};
