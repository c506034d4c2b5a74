import type {Lab, Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {
	at,
	type Command,
	destructive,
	fragment,
	sh,
} from '../../source/shell/command.js';
import {type FileToWrite, fileHolds, writeFile} from '../../source/shell/file.js';
import {onNode, remoteServer} from '../../source/shell/place.js';
import {runtimeOf} from '../kubernetes/runtime.js';
import {onNodeFromServer} from '../parts/ssh.js';
import {
	clusterOf,
	controllers,
	dataIpOf,
	joiningNodes,
	kubernetesNodes,
	ovnClusters,
} from './clusters.js';
import {askKubectl, gives} from './kubectl.js';
import {rootScript} from './root-script.js';

// The whole file: the documents' sed made two addresses into one broken line (D76).
const kubeletFile = (lab: Lab, node: Node): FileToWrite => ({
	path: lab.guestFamily === 'fedora' ? '/etc/sysconfig/kubelet' : '/etc/default/kubelet',
	content: `KUBELET_EXTRA_ARGS=--node-ip=${dataIpOf(node)}\n`,
	asRoot: true,
});

export const nodeIp: StepDefinition = step({
	id: 'launch.node-ip',
	title: ({node}) => `Tell kubelet the address of ${node.name}`,
	why: 'A node has several addresses; kubelet would announce the management one, which the other nodes cannot reach over the cluster network.',
	for: kubernetesNodes,
	needs: ['launch.packages'],
	at: ({node}) => onNode(node.name),
	probe: ({lab, node}) => fileHolds(kubeletFile(lab, node)),
	commands: ({lab, node}) => [writeFile(kubeletFile(lab, node))],
	undo: ({lab, node}) => [destructive(sh`sudo rm -f ${kubeletFile(lab, node).path}`)],
});

const isReady = askKubectl`get --raw /readyz`;

// What kubeadm itself leaves when it is broken off. It takes its own certificates and manifests up again, so nothing has to be removed first.
const ownLeftovers = [
	...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map(name => `FileAvailable--etc-kubernetes-manifests-${name}.yaml`),
	'DirAvailable--var-lib-etcd',
	...[6443, 10_259, 10_257, 10_250, 2379, 2380].map(port => `Port-${port}`),
];

function kubeadmInit(lab: Lab, node: Node): Command {
	const cluster = clusterOf(lab, node);
	const address = dataIpOf(node);
	// OVN-Kubernetes does kube-proxy's work; flannel does not (D78).
	const withoutProxy = ovnClusters(lab).some(({name}) => name === cluster.name) ? ['--skip-phases=addon/kube-proxy'] : [];
	return sh`
		if sudo test -e /etc/kubernetes/admin.conf && for ((i = 0; i < 30; i++)); do ${isReady} >/dev/null 2>&1 && break; sleep 2; done && ${isReady} >/dev/null; then
		  echo "The cluster is there already"
		else
		  sudo kubeadm init --kubernetes-version "$(kubeadm version -o short)" --node-name ${node.name} --pod-network-cidr ${cluster.podCidr} --service-cidr ${cluster.serviceCidr} --apiserver-advertise-address ${address} --control-plane-endpoint ${address} --apiserver-cert-extra-sans ${node.managementIp} --cri-socket ${runtimeOf(lab).socket} --token-ttl 10m --skip-token-print --ignore-preflight-errors ${ownLeftovers.join(',')} ${withoutProxy}
		fi
	`;
}

export const reset = (lab: Lab): Command => destructive(rootScript([
	sh`kubeadm reset -f --cri-socket ${runtimeOf(lab).socket}`,
	sh`find /etc/cni/net.d -mindepth 1 -delete 2>/dev/null || true`,
	// Kubeadm reset says itself that it leaves these.
	sh`nft delete table ip kube-proxy 2>/dev/null || true`,
]));

export const init: StepDefinition = step({
	id: 'launch.init',
	title: ({node}) => `Start the ${node.cluster ?? ''} cluster in ${node.name}`,
	why: 'kubeadm makes the control plane on the cluster network; where it was broken off, it goes on.',
	for: controllers,
	needs: ['launch.node-ip', 'cni.mirror-kubernetes'],
	at: ({node}) => onNode(node.name),
	// An answer of the API, not of the last command: the documents started over whenever the API hiccuped (D75).
	probe: () => sh`sudo test -f /etc/kubernetes/admin.conf && ${gives(isReady, 'ok')}`,
	commands: ({lab, node}) => [kubeadmInit(lab, node)],
	undo: ({lab}) => [reset(lab)],
});

const userConfig = fragment('"$HOME"/.kube/config');

export const kubeconfig: StepDefinition = step({
	id: 'launch.kubeconfig',
	title: ({node}) => `Let the user of ${node.name} use kubectl`,
	why: 'As in the documents: in a terminal on the controller, `kubectl get nodes` works.',
	for: controllers,
	needs: ['launch.init'],
	at: ({node}) => onNode(node.name),
	probe: () => sh`kubectl --kubeconfig ${userConfig} --request-timeout=2s get --raw /readyz >/dev/null 2>&1 && test "$(stat -c %a ${userConfig})" = 600`,
	commands: () => [sh`install -d -m 0700 "$HOME"/.kube && sudo install -m 0600 -o "$(id -u)" -g "$(id -g)" /etc/kubernetes/admin.conf ${userConfig}`],
	undo: () => [destructive(sh`rm -f ${userConfig}`)],
});

const ownJoinLeftovers = ['FileAvailable--etc-kubernetes-kubelet.conf', 'FileAvailable--etc-kubernetes-bootstrap-kubelet.conf', 'FileAvailable--etc-kubernetes-pki-ca.crt', 'Port-10250'];

/**
Reads what `kubeadm token create --print-join-command` prints and gives it to kubeadm as a configuration on standard input: the token is in no argument,
no file and no log.
*/
const joinFromInput = (lab: Lab, node: Node): Command => sh`
	set -e
	read -r _ _ endpoint _ token _ hash || { echo "The controller gave no token" >&2; exit 1; }
	printf "%s\n" ${joinConfiguration(lab, node)} "    apiServerEndpoint: $endpoint" "    token: $token" "    caCertHashes: [\"$hash\"]" |
	  sudo kubeadm join --config /dev/stdin --ignore-preflight-errors ${ownJoinLeftovers.join(',')}
`;

// What is the same for every token.
const joinConfiguration = (lab: Lab, node: Node): string => [
	'apiVersion: kubeadm.k8s.io/v1beta4',
	'kind: JoinConfiguration',
	'nodeRegistration:',
	`  name: ${node.name}`,
	`  criSocket: ${runtimeOf(lab).socket}`,
	'discovery:',
	'  bootstrapToken:',
].join('\n');

export const join: StepDefinition = step({
	id: 'launch.join',
	title: ({lab, node}) => `Let ${node.name} join the cluster of ${clusterOf(lab, node).controller.name}`,
	why: 'The documents stop before this. The controller mints a token for half an hour, which goes through the server to the node\'s kubeadm and is written nowhere.',
	for: joiningNodes,
	needs: ({lab, node}) => [`launch.init@${clusterOf(lab, node).controller.name}`, 'launch.node-ip'],
	at: ({node}) => onNode(node.name),
	probe: ({node}) => sh`sudo test -f /etc/kubernetes/kubelet.conf && test "$(sudo kubectl --kubeconfig /etc/kubernetes/kubelet.conf --request-timeout=2s get node ${node.name} -o ${'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}'} 2>/dev/null)" = ${dataIpOf(node)}`,
	commands({lab, node}) {
		const mint = onNodeFromServer(lab, clusterOf(lab, node).controller, sh`sudo kubeadm token create --ttl 30m --print-join-command`);
		return [at(remoteServer, sh`set -o pipefail; ${mint} | ${onNodeFromServer(lab, node, joinFromInput(lab, node))}`)];
	},
	undo: ({lab, node}) => [
		at(onNode(clusterOf(lab, node).controller.name), destructive(sh`sudo kubectl --kubeconfig /etc/kubernetes/admin.conf delete node ${node.name} --ignore-not-found`)),
		reset(lab),
	],
});
