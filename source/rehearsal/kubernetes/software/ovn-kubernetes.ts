import {allocateSubnets} from '../ovn/subnets.js';
import {runDpuHost} from '../ovn/dpu-host.js';
import {runDpu} from '../ovn/dpu-mode.js';
import {runFull} from '../ovn/full.js';
import {ovnConfig} from '../ovn/options.js';
import {whyNoApi} from '../context.js';
import {list} from '../store.js';
import {podSpec, variableOf} from '../views.js';
import type {Software} from './index.js';

/**
Ovnkube.sh of the image, by what its containers are told to be.
*/
export const ovnKubernetes: Software = (pod, kubelet, context) => {
	const commands = podSpec(pod).containers.map(({command}) => command?.[1] ?? '');
	const {cluster} = context;
	if (commands.includes('ovn-cluster-manager')) {
		return whyNoApi(ovnConfig(cluster, 'k8s_apiserver'), kubelet, context) ?? allocateSubnets(ovnConfig(cluster, 'net_cidr'), list(cluster, 'Node'));
	}

	if (commands.every(command => !['ovn-node', 'ovnkube-controller-with-node'].includes(command))) {
		return undefined;
	}

	switch (variableOf(pod, 'OVNKUBE_NODE_MODE') ?? 'full') {
		case 'dpu': {
			return runDpu(pod, kubelet, context);
		}

		case 'dpu-host': {
			return runDpuHost(pod, kubelet, context);
		}

		default: {
			return runFull(pod, kubelet, context);
		}
	}
};
