import {type StepDefinition, step} from '../../source/plan/step.js';
import {
	at,
	type Command,
	destructive,
	sh,
} from '../../source/shell/command.js';
import {writeFile} from '../../source/shell/file.js';
import {onNode, remoteServer} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {chart} from '../launch/helm.js';
import {
	apply,
	askKubectl,
	gives,
	helm,
	kubectl,
} from '../launch/kubectl.js';
import {hasLabel} from '../launch/ovn-kubernetes.js';
import {isDeployed, refuseBrokenRelease, releaseName} from '../launch/release.js';
import {dpuValues} from '../launch/values.js';
import {onNodeFromServer} from '../parts/ssh.js';

const secret = 'ovnkube-node-sa-for-dpu';

const secretManifest = `apiVersion: v1
kind: Secret
metadata:
  name: ${secret}
  namespace: ovn-kubernetes
  annotations:
    kubernetes.io/service-account.name: ovnkube-node
type: kubernetes.io/service-account-token
`;

const hasToken: Command = sh`test -n "$(${askKubectl`-n ovn-kubernetes get secret ${secret} -o ${'jsonpath={.data.token}'}`} 2>/dev/null)"`;

export const accessSecret: StepDefinition = step({
	id: 'dpu-plumbing.access-secret',
	title: 'Let the DPUs watch the tenant cluster',
	why: 'OVN-Kubernetes on a DPU acts on pods and services of its host\'s cluster, with a token of that cluster.',
	when: lab => lab.profile === 'offload',
	needs: ['launch.ovn-kubernetes'],
	at: ({lab}) => onNode(lab.tenant.controller.name),
	probe: () => hasToken,
	commands: () => [
		apply(secretManifest),
		waitUntil(hasToken, {seconds: 60, message: `The API does not fill the secret ${secret}: is there a service account ovnkube-node in ovn-kubernetes?`}),
	],
	undo: () => [destructive(kubectl`-n ovn-kubernetes delete secret ${secret} --ignore-not-found`)],
});

export const dpuLabels: StepDefinition = step({
	id: 'dpu-plumbing.label-dpus',
	title: 'Mark the DPUs in the infra cluster',
	why: 'The chart runs OVN-Kubernetes for DPUs on the nodes with this label only.',
	when: lab => lab.profile === 'offload',
	needs: ({lab}) => lab.dpus.map(({name}) => `launch.join@${name}`),
	at: ({lab}) => onNode(lab.infra.controller.name),
	probe: ({lab}) => hasLabel(lab.dpus, 'k8s.ovn.org/dpu'),
	commands: ({lab}) => [kubectl`label --overwrite node ${lab.dpus.map(({name}) => name)} k8s.ovn.org/dpu=`],
	undo: ({lab}) => [kubectl`label node ${lab.dpus.map(({name}) => name)} k8s.ovn.org/dpu-`],
});

// The token decoded, the certificate as it stands: that is how the chart wants them.
const credentials = String.raw`go-template=global:{{"\n"}}  dpuHostClusterK8sToken: {{.data.token | base64decode}}{{"\n"}}  dpuHostClusterK8sCACertData: {{index .data "ca.crt"}}{{"\n"}}`;

const valuesFile = `${chart}/values-lab-dpu.yaml`;

export const dpuRelease: StepDefinition = step({
	id: 'dpu-plumbing.ovn-kubernetes',
	title: 'Install OVN-Kubernetes on the DPUs',
	why: 'It runs in the infra cluster and works for the tenant cluster. The tenant\'s token goes from controller to controller through the server, into helm\'s standard input, and is in no file and no argument.',
	when: lab => lab.profile === 'offload',
	needs: ['launch.flannel', 'launch.helm', 'launch.chart', 'launch.ovn-kubernetes', 'dpu-plumbing.access-secret', 'dpu-plumbing.label-dpus', 'dpu-plumbing.external-ids', 'dpu-plumbing.representors'],
	at: ({lab}) => onNode(lab.infra.controller.name),
	probe: ({lab}) => sh`${isDeployed} && ${gives(askKubectl`-n ovn-kubernetes get daemonset ovnkube-node-dpu -o ${'jsonpath={.status.numberReady}'}`, String(lab.dpus.length))}`,
	commands({lab}) {
		const read = onNodeFromServer(lab, lab.tenant.controller, kubectl`-n ovn-kubernetes get secret ${secret} -o ${credentials}`);
		const install = onNodeFromServer(lab, lab.infra.controller, helm`upgrade --install ${releaseName} ${chart} -f ${`${chart}/values-single-node-zone-dpu.yaml`} -f ${valuesFile} -f -`);
		return [
			refuseBrokenRelease('dpu-plumbing.ovn-kubernetes'),
			writeFile({path: valuesFile, content: dpuValues(lab), asRoot: true}),
			at(remoteServer, sh`set -o pipefail; ${read} | ${install}`),
			waitUntil(kubectl`-n ovn-kubernetes rollout status daemonset/ovnkube-node-dpu --timeout=5s`, {
				seconds: 900, every: 5, message: 'OVN-Kubernetes does not get ready on the DPUs. See, on the infra controller: kubectl -n ovn-kubernetes get pods',
			}),
		];
	},
	undo: () => [destructive(helm`uninstall ${releaseName} --ignore-not-found --wait`)],
});
