import type {LabDefinition} from '../definition.js';
import type {Problem} from '../problem.js';
import {valueOf} from '../values.js';

type Refusal = {readonly field: string; readonly value: string; readonly reason: string};

/**
What OVN-Kubernetes itself does not do on DPUs and their hosts: go-controller/pkg/config/config.go and docs/installation/launching-ovn-kubernetes-with-dpu.md there.
*/
const notOnDpus: readonly Refusal[] = [
	{field: 'GATEWAY_MODE', value: 'local', reason: 'in local mode a pod\'s packets leave by the routes of its host, and so not by the DPU; upstream runs DPUs in shared mode alone'},
	{field: 'HYBRID_OVERLAY', value: 'true', reason: 'OVN-Kubernetes refuses the hybrid overlay in the modes dpu and dpu-host'},
	{field: 'OVNK_IDENTITY', value: 'true', reason: 'OVN-Kubernetes does not support ovnkube-identity in clusters with DPUs or their hosts'},
];

/**
Choices that contradict each other in OVN-Kubernetes.
*/
export function checkOvnKubernetes({variables}: LabDefinition): readonly Problem[] {
	const value = (name: string) => valueOf(name, variables);
	const refused = value('PROFILE') === 'offload' ? notOnDpus.filter(each => value(each.field) === each.value) : [];
	return [
		...refused.map((each): Problem => ({
			field: each.field, also: ['PROFILE'], message: `${each.field} is ${each.value}, and the profile is offload.`, reason: each.reason,
		})),
		...checkManagementVfs(value),
	];
}

const checkManagementVfs = (value: (name: string) => string): readonly Problem[] => Number(value('MGMT_VFS')) > 1 && (value('SEGMENTATION') !== 'true' || value('PROFILE') !== 'offload')
	? [{
		field: 'MGMT_VFS', also: ['SEGMENTATION', 'PROFILE'], message: `MGMT_VFS is ${value('MGMT_VFS')}, and one is used.`, reason: 'only user-defined networks (SEGMENTATION), in the profile offload, take more management ports than one; the others would be lost to pods',
	}]
	: [];
