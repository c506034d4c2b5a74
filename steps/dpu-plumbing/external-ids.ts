import type {Lab, Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {onNode} from '../../source/shell/place.js';

/**
How OVN-Kubernetes on a DPU learns whose DPU it is. No `hw-offload`: there is no switchdev. No router subnet: DPU and host share theirs.
*/
const externalIds = (lab: Lab, node: Node): ReadonlyArray<readonly [key: string, value: string]> => [
	['ovn-encap-type', 'geneve'],
	['ovn-encap-ip', node.tenantIp ?? ''],
	['hostname', node.name],
	['host-k8s-nodename', node.peer ?? ''],
	['ovn-gw-interface', 'br-tenant'],
	['ovn-gw-nexthop', lab.tenant.gatewayIp],
];

export const externalIdsStep: StepDefinition = step({
	id: 'dpu-plumbing.external-ids',
	title: ({node}) => `Tell ${node.name} that it is the DPU of ${node.peer ?? 'its host'}`,
	why: 'OVN-Kubernetes on the DPU reads from Open vSwitch for which Kubernetes node it works, its tunnel address and the host\'s gateway.',
	for: lab => lab.dpus,
	when: lab => lab.profile === 'offload',
	needs: ['cni-networking.ovs', 'cni-networking.dpu', 'launch.br-int'],
	at: ({node}) => onNode(node.name),
	probe: ({lab, node}) => sh`
		ids=$(sudo ovs-vsctl --timeout=2 get Open_vSwitch . external_ids) || exit 1
		for id in ${externalIds(lab, node).map(([key, value]) => `${key}=${value}`)}; do
		  grep -qF ", $id," <<<", $(tr -d '{}"' <<<"$ids")," || exit 1
		done
	`,
	commands: ({lab, node}) => [sh`sudo ovs-vsctl set Open_vSwitch . ${externalIds(lab, node).map(([key, value]) => `external_ids:${key}="${value}"`)}`],
	undo: ({lab, node}) => [destructive(sh`sudo ovs-vsctl remove Open_vSwitch . external_ids ${externalIds(lab, node).map(([key]) => key).filter(key => key !== 'hostname')}`)],
});
