import type {Node} from '../../source/lab/lab.js';
import {
	type NodeStepContext,
	type StepDefinition,
	step,
} from '../../source/plan/step.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
import {remoteServer} from '../../source/shell/place.js';
import {devicePlugin} from '../dpu-plumbing/device-plugin.js';
import {accessSecret, dpuLabels, dpuRelease} from '../dpu-plumbing/dpu-release.js';
import {multus} from '../dpu-plumbing/multus.js';
import {controllers, kubernetesNodes, ovnNodes} from '../launch/clusters.js';
import {reset} from '../launch/kubeadm.js';
import {askKubectl, kubectl} from '../launch/kubectl.js';
import {hostLabels, ovnKubernetes} from '../launch/ovn-kubernetes.js';
import {rootScript} from '../launch/root-script.js';
import {pods} from '../verification/pods.js';
import {goneOr, inRunningNode} from './running.js';

/**
What a step's own undo does, where the lab's choices have the step.
*/
const undoOf = (definition: StepDefinition, context: NodeStepContext): readonly Command[] => definition.when?.(context.lab) === false ? [] : (definition.undo?.(context) ?? []);

// The pods first, while OVN-Kubernetes can still give their VFs back to the host; the DPUs' release before the hosts' (8.1 to 8.3).
const infraSteps: readonly StepDefinition[] = [dpuRelease, dpuLabels];
const tenantSteps: readonly StepDefinition[] = [pods, multus, devicePlugin, accessSecret];

// Helm never deletes CRDs.
const crdDeletion: Command = sh`${kubectl`get crd -o name`} | grep -E "k8s\.ovn\.org|policy\.networking\.k8s\.io" | xargs -r ${kubectl`delete`}`;

function releaseCommands(context: NodeStepContext): readonly Command[] {
	const isTenant = context.node.cluster === 'tenant';
	const hasHostRelease = isTenant || context.lab.profile !== 'offload';
	return [
		...(isTenant ? tenantSteps : infraSteps).flatMap(definition => undoOf(definition, context)),
		...(hasHostRelease ? undoOf(ovnKubernetes, context) : []),
		...(isTenant ? undoOf(hostLabels, context) : []),
		crdDeletion,
	];
}

const whereThereIsACluster = (commands: readonly Command[]): Command => destructive(sh`if sudo test -f /etc/kubernetes/admin.conf; then ${{fragment: `set -e; ${commands.map(({text}) => text).join('\n')}`}}; fi`);

export const releases: StepDefinition = step({
	id: 'teardown.ovn-kubernetes',
	title: ({node}) => `Remove OVN-Kubernetes from the ${node.cluster ?? ''} cluster`,
	why: 'Only to change the profile: releases of one profile cannot be upgraded to another\'s. Where the VMs go anyway, it may be skipped.',
	for: controllers,
	// The DPUs' release holds the leases of the hosts' one.
	needs: ({lab, node}) => node.cluster === 'tenant' ? [`teardown.ovn-kubernetes@${lab.infra.controller.name}`] : [],
	optional: true,
	at: remoteServer,
	probe: ({lab, node}) => goneOr(lab, node, sh`! sudo test -f /etc/kubernetes/admin.conf || ! ${askKubectl`get crd -o name`} | grep -q "k8s\.ovn\.org"`),
	commands: context => [inRunningNode(context.lab, context.node, whereThereIsACluster(releaseCommands(context)))],
});

const ovnKeys = ['ovn-bridge-mappings', 'ovn-encap-ip', 'ovn-encap-type', 'ovn-remote', 'ovn-gw-interface', 'ovn-gw-nexthop', 'host-k8s-nodename'];

const leftovers = (node: Node): Command => rootScript([
	...(node.hasOvs
		? [
			sh`ovs-vsctl --if-exists del-br br-int`,
			sh`ovs-vsctl remove Open_vSwitch . external_ids ${ovnKeys}`,
			// Back to an ordinary switch, so that the node keeps its network.
			sh`for bridge in br-ex br-tenant; do if ovs-vsctl br-exists "$bridge"; then ovs-ofctl del-flows "$bridge"; ovs-ofctl add-flow "$bridge" actions=NORMAL; fi; done`,
		]
		: []),
	sh`rm -rf /var/lib/openvswitch/ovn* /etc/ovn /var/run/ovn /var/run/ovn-kubernetes /var/log/ovn* /etc/cni/net.d/10-ovn-kubernetes.conf /etc/cni/net.d/00-multus.conf* /etc/cni/net.d/multus.d`,
	sh`nft delete table inet ovn-kubernetes 2>/dev/null || true`,
	sh`ip link delete genev_sys_6081 2>/dev/null || true`,
	...(node.role === 'dpu-host' ? [giveVfsBack(node)] : []),
]);

// A host's management port is one of its VFs, under another name that outlives the release; told by the MAC that it has or had.
const giveVfsBack = (node: Node): Command => sh`
	for port in /sys/class/net/ovn-k8s-mp*; do
	  test -L "$port/device" || continue
	  port=$(basename "$port")
	  for vf in ${node.virtualFunctions.map(({mac, device}) => `${mac}/${device}`)}; do
	    if ip -o link show dev "$port" | grep -qiF "$(dirname "$vf")"; then
	      ip addr flush dev "$port"
	      ip link set dev "$port" down
	      ip link set dev "$port" name "$(basename "$vf")"
	      break
	    fi
	  done
	done
`;

export const ovnLeftovers: StepDefinition = step({
	id: 'teardown.ovn',
	title: ({node}) => `Clean ${node.name} of OVN`,
	why: 'The releases leave databases, flows and links in the nodes, which the next ones would find. Where the VMs go anyway, it may be skipped.',
	for: lab => [...new Set([...ovnNodes(lab), ...kubernetesNodes(lab).filter(node => node.role === 'dpu-host')])],
	needs: ['teardown.ovn-kubernetes'],
	optional: true,
	at: remoteServer,
	probe: ({lab, node}) => goneOr(lab, node, sh`! test -e /etc/cni/net.d/10-ovn-kubernetes.conf && ! test -e /sys/class/net/br-int && ! test -L /sys/class/net/ovn-k8s-mp0/device && ! sudo test -e /etc/ovn`),
	commands: ({lab, node}) => [inRunningNode(lab, node, destructive(leftovers(node)))],
});

export const kubernetes: StepDefinition = step({
	id: 'teardown.kubernetes',
	title: ({node}) => `Remove ${node.name} from Kubernetes`,
	why: 'Only to start the clusters anew in the same VMs. Where the VMs go anyway, it may be skipped.',
	for: lab => kubernetesNodes(lab).toSorted((one, other) => Number(isController(one)) - Number(isController(other))),
	needs: ({lab, node}) => ['teardown.ovn', ...(isController(node) ? kubernetesNodes(lab).filter(each => each.cluster === node.cluster && !isController(each)).map(({name}) => `teardown.kubernetes@${name}`) : [])],
	optional: true,
	at: remoteServer,
	probe: ({lab, node}) => goneOr(lab, node, sh`! sudo test -e /etc/kubernetes/kubelet.conf && ! sudo test -e /etc/kubernetes/admin.conf`),
	commands: ({lab, node}) => [inRunningNode(lab, node, destructive(sh`set -e; ${reset(lab)}; rm -rf "$HOME"/.kube; sudo rm -f ${lab.guestFamily === 'fedora' ? '/etc/sysconfig/kubelet' : '/etc/default/kubelet'}`))],
});

const isController = (node: Node): boolean => node.role === 'infra-controller' || node.role === 'tenant-controller';
