import {type Io, Refusal} from '../../program.js';
import {readCobra} from '../../cobra.js';
import {runtimeAt} from '../../containers/runtime.js';
import {clusterOn} from '../../kubernetes/config.js';
import {stopControlPlane} from '../../kubernetes/control-plane.js';
import {fail} from './fail.js';

/**
What is on a machine of its cluster; it says itself that it leaves /etc/cni/net.d and the rules of nftables.
*/
export async function reset(argv: readonly string[], io: Io): Promise<number> {
	const given = readCobra(argv, {flags: [['-f', '--force'], '--cleanup-tmp-dir'], values: ['--cri-socket', '--ignore-preflight-errors', '--cert-dir'], fail});
	if (!io.isRoot) {
		throw new Refusal('error execution phase preflight: [preflight] Some fatal errors occurred:\n\t[ERROR IsPrivilegedUser]: user is not running as root');
	}

	if (!given.flag('--force')) {
		io.say('[reset] Are you sure you want to proceed? [y/N]: ');
		throw fail('Aborted reset operation');
	}

	const socket = given.value('--cri-socket');
	if (socket !== undefined && !runtimeAt(io.machine, socket)) {
		io.complain(`W1128 removeetcdmember.go] failed to connect to the runtime at ${socket}`);
	}

	await io.work(5);
	await io.run(['systemctl', 'stop', 'kubelet']);
	const cluster = clusterOn(io.machine, io.rehearsal);
	if (cluster) {
		io.world.clusters.delete(cluster.id);
	}

	stopControlPlane(io.machine);
	for (const path of ['/etc/kubernetes/manifests', '/etc/kubernetes/pki', '/var/lib/kubelet', '/var/lib/etcd', ...['admin', 'super-admin', 'kubelet', 'bootstrap-kubelet', 'controller-manager', 'scheduler'].map(name => `/etc/kubernetes/${name}.conf`)]) {
		if (io.files.exists(path)) {
			io.files.remove(path, {recursive: true});
		}
	}

	io.say('The reset process does not perform cleanup of CNI plugin configuration');
	return 0;
}
