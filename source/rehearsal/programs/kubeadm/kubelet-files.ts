import {stringify} from 'yaml';
import type {Io} from '../../program.js';
import {kubeconfigText} from '../../kubernetes/config.js';
import {kubeletAccess, kubeletConfig, type KubeletFile} from '../../kubernetes/node.js';
import type {Cluster} from '../../kubernetes/model.js';
import {kubeletOptions} from '../../daemons/kubelet.js';
import {put} from '../../kubernetes/store.js';
import {addressIn, serviceAddress} from '../../kubernetes/addresses.js';

/**
Writes what a node's kubelet reads, starts it, and has it register: the end of `init` and of `join`.
*/
export async function startKubelet({nodeName, socket, isControlPlane}: {readonly nodeName: string; readonly socket: string; readonly isControlPlane: boolean}, cluster: Cluster, io: Io): Promise<void> {
	const {files} = io;
	const config: KubeletFile & Readonly<Record<string, unknown>> = {
		apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', cgroupDriver: 'systemd', clusterDNS: [serviceAddress(cluster, 10)], containerRuntimeEndpoint: socket, nodeName,
	};
	files.mkdir('/var/lib/kubelet', {recursive: true});
	files.write(kubeletConfig, stringify(config));
	files.write(kubeletAccess, kubeconfigText({server: `https://${cluster.endpoint}`, clusterId: cluster.id, user: `system:node:${nodeName}`}), {mode: 0o600});
	await io.work(2);
	const {status, errors} = await io.run(['systemctl', 'restart', 'kubelet']);
	if (status !== 0) {
		io.complain(`[kubelet-start] ${errors}`);
		return;
	}

	kubeletOptions(io.machine);
	put(cluster, {
		apiVersion: 'v1',
		kind: 'Node',
		metadata: {
			name: nodeName,
			labels: {
				'beta.kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': nodeName, 'kubernetes.io/os': 'linux', ...(isControlPlane && {'node-role.kubernetes.io/control-plane': ''}),
			},
			annotations: {'kubeadm.alpha.kubernetes.io/cri-socket': socket},
		},
		spec: {podCIDR: nextPodCidr(cluster), taints: isControlPlane ? [{key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule'}] : []},
	}, io.now());
}

// The controller manager gives each node a /24 of the pods' network.
function nextPodCidr({podCidr, objects}: Cluster): string {
	const taken = new Set(objects.values().filter(({kind}) => kind === 'Node').map(({spec}) => spec?.podCIDR));
	for (let index = 0; ; index++) {
		const cidr = `${addressIn(podCidr, index * 256)}/24`;
		if (!taken.has(cidr)) {
			return cidr;
		}
	}
}
