import type {Lab, Node} from '../source/lab/lab.js';
import {type StageDefinition, type StepDefinition, step} from '../source/plan/step.js';
import {type Command, sh} from '../source/shell/command.js';
import {onNode} from '../source/shell/place.js';
import {waitUntil} from '../source/shell/wait.js';
import {
	controllers,
	kubernetesNodes,
	ovnClusters,
} from './launch/clusters.js';
import {askKubectl, gives} from './launch/kubectl.js';
import {
	flows,
	hostIsFree,
	leases,
	representor,
} from './verification/offload.js';
import {
	mtu,
	outside,
	ping,
	pods,
	services,
} from './verification/pods.js';

const readyNodes = String.raw`jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}`;

const areReady = (names: readonly string[]): Command => gives(sh`${askKubectl`get nodes -o ${readyNodes}`} | sort`, names.map(name => `${name}=True`).toSorted().join('\n'));

const nodes: StepDefinition = step({
	id: 'verification.nodes',
	title: ({node}) => `See every node of the ${node.cluster ?? ''} cluster ready`,
	why: 'Just the lab\'s nodes, and each with a working network.',
	for: controllers,
	needs: ['launch.ready', 'launch.join', 'verification.leases', 'dpu-plumbing.coredns'],
	at: ({node}) => onNode(node.name),
	probe: ({lab, node}) => areReady(namesIn(lab, node)),
	evidence: () => askKubectl`get nodes -o wide`,
	commands: ({lab, node}) => [waitUntil(areReady(namesIn(lab, node)), {
		seconds: 300, every: 5, message: 'Not every node is ready. See, on the controller: kubectl get nodes -o wide',
	})],
});

const namesIn = (lab: Lab, node: Node): readonly string[] => kubernetesNodes(lab).filter(({cluster}) => cluster === node.cluster).map(({name}) => name);

const isGone = sh`answer=$(${askKubectl`-n kube-system get daemonset kube-proxy`} 2>&1) && exit 1; grep -q NotFound <<<"$answer"`;

const noProxy: StepDefinition = step({
	id: 'verification.no-kube-proxy',
	title: ({node}) => `See the ${node.cluster ?? ''} cluster without kube-proxy`,
	why: 'OVN-Kubernetes does its work; two at once send services to two places. (Ours never starts one; a cluster made by the documents may have it.)',
	for: lab => ovnClusters(lab).map(({controller}) => controller),
	needs: ['launch.init'],
	at: ({node}) => onNode(node.name),
	probe: () => isGone,
	commands: () => [sh`echo "There is a kube-proxy. If it may go: kubectl -n kube-system delete daemonset kube-proxy" >&2; exit 1`],
});

const chassisTable: Command = askKubectl`get nodes -o ${String.raw`custom-columns=NODE:.metadata.name,CHASSIS:.metadata.annotations.k8s\.ovn\.org/node-chassis-id`}`;

const chassis: StepDefinition = step({
	id: 'verification.chassis',
	title: ({node}) => `See that no two nodes of the ${node.cluster ?? ''} cluster are one chassis`,
	why: 'Nodes copied after Open vSwitch had started share its system id, and OVN takes them for one.',
	for: lab => ovnClusters(lab).map(({controller}) => controller),
	needs: ['verification.nodes'],
	at: ({node}) => onNode(node.name),
	probe: ({lab, node}) => sh`test "$(${askKubectl`get nodes -o ${String.raw`jsonpath={range .items[*]}{.metadata.annotations.k8s\.ovn\.org/node-chassis-id}{"\n"}{end}`}`} | grep . | sort -u | wc -l)" = ${namesIn(lab, node).length}`,
	commands: () => [chassisTable],
	evidence: () => chassisTable,
});

export const verificationStage: StageDefinition = {
	id: 'verification',
	title: 'Verification',
	steps: [leases, nodes, noProxy, chassis, hostIsFree, pods, ping, mtu, services, outside, representor, flows],
};
