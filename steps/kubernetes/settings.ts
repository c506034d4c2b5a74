import type {Lab} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';
import {writeFile} from '../../source/shell/file.js';
import {variable} from '../launch/variable.js';

/**
What a machine must be like before kubelet runs on it; as root.
*/
export function nodeSettings(lab: Lab): readonly Command[] {
	return [
		// The file that /etc/sysconfig/selinux points to; `sed -i` on the link would replace the link and change nothing (D24).
		...(lab.guestFamily === 'fedora' ? [sh`sed -i "s/^SELINUX=.*/SELINUX=permissive/" /etc/selinux/config`, ...firewall(lab)] : []),
		// Fedora swaps to compressed memory unless this file is there and empty (D28).
		sh`: >/etc/systemd/zram-generator.conf`,
		sh`sed -i "/^[^#].*[[:space:]]swap[[:space:]]/s/^/#/" /etc/fstab`,
		sh`swapoff -a`,
		writeFile({path: '/etc/modules-load.d/kubernetes.conf', content: 'overlay\nbr_netfilter\n'}),
		writeFile({
			path: '/etc/sysctl.d/90-kubernetes.conf',
			content: [
				'net.bridge.bridge-nf-call-iptables = 1',
				'net.bridge.bridge-nf-call-ip6tables = 1',
				'net.ipv4.ip_forward = 1',
				'fs.inotify.max_user_instances = 512',
			].join('\n'),
		}),
	];
}

/**
What the nodes listen on, for labs that keep firewalld. Geneve and VXLAN are among them (D8, D29).
*/
const ports = ['6443/tcp', '2379-2380/tcp', '10250/tcp', '10257/tcp', '10259/tcp', '30000-32767/tcp', '30000-32767/udp', '6081/udp', '8472/udp', '9107/tcp', '9410/tcp'];

function firewall(lab: Lab): readonly Command[] {
	const isDisabled = variable(lab, 'DISABLE_FIREWALLD') === 'true';
	const disable = sh`if systemctl cat firewalld.service >/dev/null 2>&1; then systemctl disable --now firewalld; fi`;
	const openPorts = sh`if command -v firewall-offline-cmd >/dev/null; then firewall-offline-cmd ${ports.map(port => `--add-port=${port}`)}; fi`;
	return [isDisabled ? disable : openPorts];
}
