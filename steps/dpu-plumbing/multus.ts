import type {Lab} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {at, destructive, sh} from '../../source/shell/command.js';
import {onNode, remoteServer} from '../../source/shell/place.js';
import {multusManifest} from '../cni/files.js';
import {multusImage, pulledBy} from '../cni/images.js';
import {
	apply,
	askKubectl,
	gives,
	kubectl,
} from '../launch/kubectl.js';
import {dataIpOf} from '../launch/clusters.js';
import {onNodeFromServer} from '../parts/ssh.js';

const network = `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: ovn-primary
  namespace: default
  annotations:
    k8s.v1.cni.cncf.io/resourceName: dpusim.io/vf
spec:
  config: '{"cniVersion": "1.1.0", "name": "ovn-primary", "netAttachDefName": "default/ovn-primary", "type": "ovn-k8s-cni-overlay", "logFile": "/var/log/ovn-kubernetes/ovn-k8s-cni-overlay.log", "logLevel": "5", "logfile-maxsize": 100, "logfile-maxbackups": 5, "logfile-maxage": 5}'
`;

// The primary network is our definition, once OVN-Kubernetes is there. With the manifest's 50 MiB the daemon is killed.
const edits = (lab: Lab): readonly string[] => [
	String.raw`s#^\( *\)"chrootDir":.*#&\n\1"multusNamespace": "default",\n\1"clusterNetwork": "ovn-primary",\n\1"readinessindicatorfile": "/host/etc/cni/net.d/10-ovn-kubernetes.conf",#`,
	`s#ghcr.io/k8snetworkplumbingwg/multus-cni:[^[:space:]]*#${pulledBy(lab, lab.tenant, multusImage(lab))}#`,
	'/^ *limits:$/,/^ *memory:/d',
];

export const multus: StepDefinition = step({
	id: 'dpu-plumbing.multus',
	title: 'Install Multus in the tenant cluster',
	why: 'It asks the device plugin for the pod\'s VF and gives that to OVN-Kubernetes; pods that ask for none get a veth as usual.',
	when: lab => lab.profile === 'offload',
	needs: ['dpu-plumbing.device-plugin', 'cni.mirror-multus', 'cni.fetch-multus', 'launch.ovn-kubernetes'],
	at: ({lab}) => onNode(lab.tenant.controller.name),
	probe: ({lab}) => sh`${gives(askKubectl`-n kube-system get daemonset kube-multus-ds -o ${'jsonpath={.status.desiredNumberScheduled}'}`, String(1 + lab.tenant.workers.length))} && ${askKubectl`-n default get network-attachment-definitions.k8s.cni.cncf.io ovn-primary`} >/dev/null 2>&1`,
	commands: ({lab}) => [
		at(remoteServer, sh`set -o pipefail; sed ${edits(lab).flatMap(edit => ['-e', edit])} ${multusManifest(lab).path} | ${onNodeFromServer(lab, lab.tenant.controller, kubectl`apply --server-side --force-conflicts -f -`)}`),
		// There is no service address before OVN-Kubernetes gives it: the API is asked directly.
		kubectl`-n kube-system set env daemonset/kube-multus-ds -c kube-multus ${`KUBERNETES_SERVICE_HOST=${dataIpOf(lab.tenant.controller)}`} KUBERNETES_SERVICE_PORT=6443`,
		kubectl`wait --for=condition=Established crd/network-attachment-definitions.k8s.cni.cncf.io --timeout=60s`,
		apply(network),
	],
	// The definitions of networks go with their CRD.
	undo: () => [
		destructive(kubectl`-n kube-system delete daemonset/kube-multus-ds configmap/multus-daemon-config serviceaccount/multus --ignore-not-found`),
		destructive(kubectl`delete clusterrole/multus clusterrolebinding/multus crd/network-attachment-definitions.k8s.cni.cncf.io --ignore-not-found`),
	],
});
