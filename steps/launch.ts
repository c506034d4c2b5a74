import {type StageDefinition, type StepDefinition, step} from '../source/plan/step.js';
import {onNode} from '../source/shell/place.js';
import {waitUntil} from '../source/shell/wait.js';
import {controllers} from './launch/clusters.js';
import {flannel} from './launch/flannel.js';
import {chartCopy, helmProgram} from './launch/helm.js';
import {
	init,
	join,
	kubeconfig,
	nodeIp,
} from './launch/kubeadm.js';
import {kubeconfigOnTheServer} from './launch/kubeconfig.js';
import {askKubectl, gives} from './launch/kubectl.js';
import {hostLabels, integrationBridge, ovnKubernetes} from './launch/ovn-kubernetes.js';
import {packages, runtime} from './launch/runtime.js';
import {networkDefinitions} from './launch/network-definitions.js';
import {onSameNode} from './launch/same-node.js';

const ready: StepDefinition = step({
	id: 'launch.ready',
	title: ({node}) => `See ${node.name} ready`,
	why: 'A node is ready when its cluster\'s network is there. DPU hosts get it from their DPUs, in the next stage.',
	for: controllers,
	needs: context => [...onSameNode('launch.ovn-kubernetes')(context), ...(context.node.cluster === 'infra' ? ['launch.flannel'] : [])],
	at: ({node}) => onNode(node.name),
	probe: ({node}) => isReady(node.name),
	commands: ({node}) => [waitUntil(isReady(node.name), {
		seconds: 300, every: 5, message: `${node.name} does not get ready. See there: kubectl describe node ${node.name}`,
	})],
});

const isReady = (name: string) => gives(askKubectl`get node ${name} -o ${'jsonpath={.status.conditions[?(@.type=="Ready")].status}'}`, 'True');

export const launchStage: StageDefinition = {
	id: 'launch',
	title: 'Launch',
	steps: [runtime, packages, nodeIp, init, kubeconfig, kubeconfigOnTheServer, join, flannel, integrationBridge, helmProgram, chartCopy, hostLabels, networkDefinitions, ovnKubernetes, ready],
};
