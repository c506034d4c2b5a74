import type {Lab} from '../source/lab/lab.js';
import {type StageDefinition, step} from '../source/plan/step.js';
import {
	destructive,
	fragment,
	sh,
	sudo,
} from '../source/shell/command.js';
import {fileHolds, writeFile} from '../source/shell/file.js';
import {remoteServer} from '../source/shell/place.js';
import {bakeStep} from './parts/bake.js';
import {cloudImage} from './parts/cloud-image.js';
import {installation} from './parts/installation.js';
import {clusterNetwork} from './parts/network.js';
import {mirrorServer} from './parts/mirror-server.js';
import {
	distributionFrom,
	installPackagesAnywhere,
	installPackagesAsRoot,
	packagesAreWhole,
} from './parts/packages.js';
import {inLabDirectory, keyPath, sshConfigPath} from './parts/paths.js';
import {sshConfig} from './parts/ssh-config.js';
import {address} from './parts/vm/address.js';

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
	})],
});

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
	commands: () => [sh`
		if systemctl is-enabled --quiet libvirtd.service || systemctl is-enabled --quiet libvirtd.socket || ! systemctl cat virtqemud.socket >/dev/null 2>&1; then
		  sudo systemctl enable --now virtlogd.socket libvirtd.socket libvirtd.service
		else
		  sudo systemctl enable --now virtlogd.socket virtlockd.socket virtqemud.socket virtnetworkd.socket virtstoraged.socket virtnodedevd.socket virtsecretd.socket
		fi
	`],
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
		writeFile({path: bridgeFilterFile(lab), content: bridgeFilter, asRoot: true}),
		sh`if test -e /proc/sys/net/bridge/bridge-nf-call-iptables; then sudo sysctl -q -p ${bridgeFilterFile(lab)}; fi`,
	],
	undo: ({lab}) => [destructive(sudo`rm -f -- ${bridgeFilterFile(lab)}`)],
});

const defaultNetworkXml = ({managementNetwork, managementOctets}: Lab) => `<network>
  <name>${managementNetwork}</name>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
  <ip address='${managementOctets}.1' netmask='255.255.255.0'>
    <dhcp><range start='${managementOctets}.2' end='${managementOctets}.254'/></dhcp>
  </ip>
</network>`;

const defaultNetwork = step({
	id: 'base-vm.default-network',
	title: ({lab}) => `Start the network ${lab.managementNetwork}`,
	why: 'Every node has its first NIC there: the way in, and the way out until the gateway takes over.',
	needs: ['base-vm.daemons'],
	at: remoteServer,
	probe: ({lab}) => sh`
		sudo virsh net-dumpxml ${lab.managementNetwork} 2>/dev/null | grep -qF ${`<ip address='${lab.managementOctets}.1'`} &&
		test "$(sudo virsh net-info ${lab.managementNetwork} | grep -Ec '^(Active|Persistent|Autostart): +yes')" = 3
	`,
	commands: ({lab}) => [sh`
		set -e
		if ! sudo virsh net-info ${lab.managementNetwork} >/dev/null 2>&1; then
		  sudo virsh net-define /dev/stdin <<'EOF'
		${fragment(defaultNetworkXml(lab))}
		EOF
		fi
		network=${lab.managementNetwork}
		address=$(sudo virsh net-dumpxml "$network" | sed -n "s/.*<ip address='\([^']*\)'.*/\1/p")
		if [ "$address" != ${`${lab.managementOctets}.1`} ]; then
		  echo "The server's network $network has the address $address. It is left as it is: set MGMT_OCTETS to its first three numbers." >&2
		  exit 1
		fi
		sudo virsh net-autostart ${lab.managementNetwork}
		sudo virsh net-info ${lab.managementNetwork} | grep -Eq '^Active: +yes' || sudo virsh net-start ${lab.managementNetwork}
	`],
});

const directory = step({
	id: 'base-vm.directory',
	title: 'Make the lab\'s directories',
	why: 'Everything that the lab writes on the server lies in two directories with its id in their names; nothing else is moved or replaced (D120).',
	at: remoteServer,
	probe: ({lab}) => sh`sudo test -d ${lab.poolDir} && ${holdsSshConfig(lab)}`,
	commands: ({lab}) => [
		sudo`install -d -m 0711 ${lab.poolDir}`,
		sh`
			set -e
			umask 077
			mkdir -p ${inLabDirectory(lab, 'host-keys')} ${inLabDirectory(lab, 'seeds')} ${inLabDirectory(lab, 'locks')}
			cat > ${sshConfigPath(lab)} <<'EOF'
			${fragment(sshConfig(lab))}
			EOF
		`,
	],
	undo: ({lab}) => [
		destructive(sh`rm -rf -- ${inLabDirectory(lab)}`),
		destructive(sh`if sudo test -d ${lab.poolDir}; then sudo rmdir -- ${lab.poolDir}; fi`),
	],
});

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
		mkdir -p "$(dirname ${keyPath(lab)})"
		test -f ${keyPath(lab)} || ssh-keygen -q -t ed25519 -N '' -C dpu-wizard -f ${keyPath(lab)}
		test -f ${keyPath(lab, '.pub')} || ssh-keygen -y -f ${keyPath(lab)} > ${keyPath(lab, '.pub')}
	`],
});

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
		defaultNetwork,
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
