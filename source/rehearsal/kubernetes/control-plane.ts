import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootFiles} from '../systemd/units.js';
import {clusterOn} from './config.js';

export const manifestDirectory = '/etc/kubernetes/manifests';
export const controlPlaneParts = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'] as const;

/**
What a kubelet does with the manifests of a control plane. Its listeners belong to no unit: containers go on when kubelet stops.
*/
export function startControlPlane(machine: Machine, rehearsal: Rehearsal): void {
	const files = rootFiles(machine);
	stopControlPlane(machine);
	if (clusterOn(machine, rehearsal) && controlPlaneParts.every(name => files.exists(`${manifestDirectory}/${name}.yaml`))) {
		for (const [port, service] of [[6443, 'kube-apiserver'], [2379, 'etcd'], [2380, 'etcd'], [10_257, 'kube-controller-manager'], [10_259, 'kube-scheduler']] as const) {
			machine.listeners.push({
				port, unit: staticPods, service, isLocal: service !== 'kube-apiserver',
			});
		}
	}
}

export function stopControlPlane(machine: Machine): void {
	machine.listeners = machine.listeners.filter(({unit}) => unit !== staticPods);
}

const staticPods = 'kubelet\'s static pods';
