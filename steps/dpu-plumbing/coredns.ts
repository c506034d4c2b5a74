import {type StepDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {onNode} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {askKubectl, gives, kubectl} from '../launch/kubectl.js';

const patch = JSON.stringify({
	spec: {
		template: {
			spec: {
				affinity: {
					nodeAffinity: {
						requiredDuringSchedulingIgnoredDuringExecution: {
							nodeSelectorTerms: [{matchExpressions: [{key: 'k8s.ovn.org/dpu-host', operator: 'DoesNotExist'}]}],
						},
					},
				},
			},
		},
	},
});

const withoutPatch = JSON.stringify({spec: {template: {spec: {affinity: {nodeAffinity: null}}}}});

const keepsAway = askKubectl`-n kube-system get deployment coredns -o ${'jsonpath={.spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key}'}`;

export const coredns: StepDefinition = step({
	id: 'dpu-plumbing.coredns',
	title: 'Keep CoreDNS off the DPU hosts',
	why: 'It was scheduled before the DPUs worked, and asks for no VF: on a DPU host it could never start.',
	when: lab => lab.profile === 'offload',
	needs: ['dpu-plumbing.ovn-kubernetes', 'dpu-plumbing.multus'],
	at: ({lab}) => onNode(lab.tenant.controller.name),
	probe: () => sh`${gives(keepsAway, 'k8s.ovn.org/dpu-host')} && ${askKubectl`-n kube-system rollout status deployment/coredns --timeout=2s`} >/dev/null`,
	commands: () => [
		kubectl`-n kube-system patch deployment coredns --type strategic -p ${patch}`,
		waitUntil(kubectl`-n kube-system rollout status deployment/coredns --timeout=5s`, {
			seconds: 300, every: 5, message: 'CoreDNS does not get ready. See, on the controller: kubectl -n kube-system describe pods -l k8s-app=kube-dns',
		}),
	],
	undo: () => [destructive(kubectl`-n kube-system patch deployment coredns --type strategic -p ${withoutPatch}`)],
});
