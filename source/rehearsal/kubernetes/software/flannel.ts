import {isWithin} from '../../network/address.js';
import {rootFiles} from '../../systemd/units.js';
import {cniDirectory} from '../cni.js';
import {configMapText} from '../context.js';
import {find} from '../store.js';
import {podSpec} from '../views.js';
import type {Software} from './index.js';

/**
Flanneld with its two containers before it: it takes the node's part of the pods' network, which must be in its own.
*/
export const flannel: Software = (pod, {machine, nodeName}, {cluster}) => {
	const args = podSpec(pod).containers.flatMap(each => each.args ?? []);
	const strange = args.find(each => !/^--(?:ip-masq|kube-subnet-mgr|healthz-port=\d+|iface=.*|iface-regex=.*)$/v.test(each));
	if (strange !== undefined) {
		return `flag provided but not defined: ${strange}`;
	}

	if (!machine.modules.has('br_netfilter')) {
		return 'Failed to check br_netfilter: stat /proc/sys/net/bridge/bridge-nf-call-iptables: no such file or directory';
	}

	const device = args.find(each => each.startsWith('--iface='))?.slice('--iface='.length);
	if (device !== undefined && (machine.network.links.get(device)?.addresses.length ?? 0) === 0) {
		return `Failed to find interface to use that matches the interfaces and/or regexes provided: error looking up interface ${device}: no such network interface`;
	}

	const network = (JSON.parse(configMapText(cluster, pod, 'kube-flannel-cfg', 'net-conf.json') ?? '{}') as {readonly Network?: string}).Network ?? '';
	const podCidr = find(cluster, 'Node', undefined, nodeName)?.spec?.podCIDR as string | undefined ?? '';
	if (!args.includes('--kube-subnet-mgr') || !isWithin(podCidr.split('/', 1)[0]!, network)) {
		return `Error registering network: failed to acquire lease: subnet "${network}" specified in the flannel net config doesn't contain "${podCidr}" PodCIDR of the "${nodeName}" node`;
	}

	const files = rootFiles(machine);
	for (const directory of [cniDirectory, '/run/flannel', '/opt/cni/bin']) {
		files.mkdir(directory, {recursive: true});
	}

	files.write(`${cniDirectory}/10-flannel.conflist`, configMapText(cluster, pod, 'kube-flannel-cfg', 'cni-conf.json') ?? '');
	files.write('/run/flannel/subnet.env', `FLANNEL_NETWORK=${network}\nFLANNEL_SUBNET=${podCidr}\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n`);
	return undefined;
};
