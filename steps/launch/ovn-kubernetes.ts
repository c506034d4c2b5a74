import type {Lab, Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {type Command, destructive, sh} from '../../source/shell/command.js';
import {writeFile} from '../../source/shell/file.js';
import {onNode} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {openVswitchUnit} from '../cni/open-vswitch.js';
import {clusterOf, ovnClusters, ovnNodes} from './clusters.js';
import {chart} from './helm.js';
import {
	askKubectl,
	gives,
	helm,
	kubectl,
} from './kubectl.js';
import {onSameNode} from './same-node.js';
import {isDeployed, refuseBrokenRelease, releaseName} from './release.js';
import {hostValues} from './values.js';

export const integrationBridge: StepDefinition = step({
	id: 'launch.br-int',
	title: ({node}) => `Make OVN's bridge in ${node.name}`,
	why: 'ovn-controller waits for br-int, whose control socket is there only after Open vSwitch has started with it.',
	for: ovnNodes,
	needs: onSameNode('cni-networking.ovs', 'cni-networking.dpu', 'cni-networking.br-ex'),
	at: ({node}) => onNode(node.name),
	// By name: a search of the listing also finds the patch ports of that name (D83).
	probe: () => sh`sudo ovs-vsctl --timeout=2 br-exists br-int && sudo test -S /var/run/openvswitch/br-int.mgmt`,
	commands: ({lab}) => [
		sh`sudo ovs-vsctl --may-exist add-br br-int`,
		sh`sudo systemctl restart ${openVswitchUnit(lab.guestFamily)}`,
	],
	undo: () => [destructive(sh`sudo ovs-vsctl --if-exists del-br br-int`)],
});

export const hostLabels: StepDefinition = step({
	id: 'launch.label-dpu-hosts',
	title: 'Mark the DPU hosts in the tenant cluster',
	why: 'Before the chart comes: OVN-Kubernetes would else run in full on nodes that have no Open vSwitch.',
	when: lab => lab.profile === 'offload',
	needs: ({lab}) => lab.dpuHosts.map(({name}) => `launch.join@${name}`),
	at: ({lab}) => onNode(lab.tenant.controller.name),
	probe: ({lab}) => hasLabel(lab.dpuHosts, 'k8s.ovn.org/dpu-host'),
	commands: ({lab}) => [kubectl`label --overwrite node ${lab.dpuHosts.map(({name}) => name)} k8s.ovn.org/dpu-host=`],
	undo: ({lab}) => [kubectl`label node ${lab.dpuHosts.map(({name}) => name)} k8s.ovn.org/dpu-host-`],
});

/**
Succeeds where just these nodes carry a label.
*/
export const hasLabel = (nodes: readonly Node[], label: string): Command => sh`test "$(${askKubectl`get nodes -l ${label} -o ${String.raw`jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}`}`} | sort)" = ${nodes.map(({name}) => name).toSorted().join('\n')}`;

const valuesFile = `${chart}/values-lab.yaml`;

// In full every node, in offload all but the DPU hosts, in ctrl-only the controller alone.
const nodesOf = (lab: Lab, node: Node): number => ovnNodes(lab).filter(each => each.cluster === node.cluster).length;

export const ovnKubernetes: StepDefinition = step({
	id: 'launch.ovn-kubernetes',
	title: ({node}) => `Install OVN-Kubernetes in the ${node.cluster ?? ''} cluster`,
	why: 'By its Helm chart, from the gateway\'s copy of the image. The chart brings the CRDs that the documents\' four files leave out.',
	for: lab => ovnClusters(lab).map(({controller}) => controller),
	needs: ({lab, node}) => [
		'launch.init',
		'launch.helm',
		'launch.chart',
		'launch.label-dpu-hosts',
		'launch.network-definitions',
		...ovnNodes(lab).filter(each => each.cluster === node.cluster).flatMap(({name}) => [`launch.br-int@${name}`, `launch.join@${name}`]),
	],
	at: ({node}) => onNode(node.name),
	probe: ({lab, node}) => sh`${isDeployed} && ${gives(askKubectl`-n ovn-kubernetes get deployment ovnkube-control-plane -o ${'jsonpath={.status.availableReplicas}'}`, '1')} && ${gives(askKubectl`-n ovn-kubernetes get daemonset ovnkube-node -o ${'jsonpath={.status.numberReady}'}`, String(nodesOf(lab, node)))}`,
	commands: ({lab, node}) => [
		refuseBrokenRelease(`launch.ovn-kubernetes@${node.name}`),
		writeFile({path: valuesFile, content: hostValues(lab, clusterOf(lab, node)), asRoot: true}),
		helm`upgrade --install ${releaseName} ${chart} -f ${`${chart}/values-single-node-zone.yaml`} -f ${valuesFile}`,
		waitUntil(sh`${kubectl`-n ovn-kubernetes rollout status daemonset/ovnkube-node --timeout=5s`} && ${kubectl`-n ovn-kubernetes rollout status deployment/ovnkube-control-plane --timeout=5s`}`, {
			seconds: 900, every: 5, message: 'OVN-Kubernetes does not get ready. See, on the controller: kubectl -n ovn-kubernetes get pods',
		}),
	],
	undo: () => [destructive(helm`uninstall ${releaseName} --ignore-not-found --wait`)],
});
