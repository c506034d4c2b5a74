import {Refusal} from '../program.js';
import {readCobra} from '../cobra.js';
import type {Machine} from '../machine.js';
import {startControlPlane} from '../kubernetes/control-plane.js';
import type {Daemon} from '../systemd/daemons.js';
import {rootFiles} from '../systemd/units.js';

export const kubelet: Daemon = {
	start(_argv, {machine, unit, rehearsal}) {
		const files = rootFiles(machine);
		if (!files.exists('/var/lib/kubelet/config.yaml')) {
			throw new Refusal('E1128 run.go:72] "command failed" err="failed to load kubelet config file, path: /var/lib/kubelet/config.yaml, error: open /var/lib/kubelet/config.yaml: no such file or directory"');
		}

		kubeletOptions(machine);
		machine.listeners.push({port: 10_250, unit: unit.name, service: 'kubelet'});
		startControlPlane(machine, rehearsal);
	},
};

/**
What the files of a machine tell its kubelet; throws a `Refusal` for an option that it does not have.
*/
export function kubeletOptions(machine: Machine): {readonly nodeIp: string | undefined} {
	const path = machine.family === 'fedora' ? '/etc/sysconfig/kubelet' : '/etc/default/kubelet';
	const words = /^KUBELET_EXTRA_ARGS=(?<words>.*)$/mv.exec(rootFiles(machine).textIfThere(path) ?? '')?.groups?.words ?? '';
	const given = readCobra(words.replaceAll(/^["']|["']$/gv, '').split(/\s+/v).filter(word => word !== ''), {
		values: ['--node-ip', '--node-labels', '--resolv-conf', '--max-pods', '--hostname-override', '--v'],
		fail: message => new Refusal(`E1128 run.go:72] "command failed" err="failed to parse kubelet flag: ${message}"`),
	});
	return {nodeIp: given.value('--node-ip')};
}
