import type {Lab} from '../../source/lab/lab.js';
import {type Command, sh} from '../../source/shell/command.js';
import {variable} from '../launch/variable.js';
import {addRepository, install, remove} from './repositories.js';

/**
What kubeadm's preflight and the later steps want of the distribution; always in the image (D31). No compilers, headers or Go: nothing is built in a node (D140).
*/
export const distributionPackages = (lab: Lab): readonly Command[] => install(
	lab.guestFamily,
	lab.guestFamily === 'fedora'
		? ['conntrack-tools', 'socat', 'ethtool', 'iproute-tc', 'iptables-nft', 'nftables', 'iputils', 'curl', 'tar', 'tcpdump', 'jq']
		: ['conntrack', 'socat', 'ethtool', 'iproute2', 'iptables', 'nftables', 'iputils-ping', 'curl', 'ca-certificates', 'tcpdump', 'jq'],
	`the ${lab.guestFamily === 'fedora' ? 'Fedora' : 'Debian'} repositories`,
);

/**
Installs kubelet, kubeadm and kubectl of the lab's version; as root.
*/
export function installKubernetes(lab: Lab): readonly Command[] {
	const minor = variable(lab, 'K8S_MINOR');
	// One repository for each minor version, so that nodes made on different days are alike (D25, D27).
	const base = variable(lab, 'KUBERNETES_URL');
	const wanted = ['kubelet', 'kubeadm', 'kubectl'];
	return [
		...addRepository(lab.guestFamily, {
			name: 'kubernetes', base, keySum: variable(lab, 'KUBERNETES_KEY_SHA256'), variable: 'KUBERNETES', held: [...wanted, 'cri-tools', 'kubernetes-cni'],
		}),
		...install(lab.guestFamily, [...wanted, 'cri-tools', 'kubernetes-cni'], base),
		...(lab.guestFamily === 'debian' ? [sh`apt-mark hold ${wanted}`] : []),
		sh`version=$(kubeadm version -o short)`,
		sh`[[ $version == ${`v${minor}.`}* ]] || { echo "kubeadm is $version; "${`the lab wants ${minor}`} >&2; false; }`,
		// Enabled, not started: before kubeadm it would only restart every ten seconds (D32).
		sh`systemctl enable kubelet`,
	];
}

export const removeKubernetes = (lab: Lab): Command => remove(lab.guestFamily, ['kubelet', 'kubeadm', 'kubectl', 'cri-tools', 'kubernetes-cni'], 'kubernetes');
