import {type StepDefinition, step} from '../../source/plan/step.js';
import {sh} from '../../source/shell/command.js';
import {onNode} from '../../source/shell/place.js';
import {installKubernetes, removeKubernetes} from '../kubernetes/packages.js';
import {
	gatewayRegistries,
	installRuntime,
	removeRuntime,
	runtimeOf,
} from '../kubernetes/runtime.js';
import {kubernetesNodes} from './clusters.js';
import {rootScript} from './root-script.js';
import {variable} from './variable.js';

const needs = ['cni-networking.dns', 'cni-networking.reach'];

export const runtime: StepDefinition = step({
	id: 'launch.runtime',
	title: ({lab, node}) => `Run ${variable(lab, 'RUNTIME') === 'containerd' ? 'containerd' : 'CRI-O'} in ${node.name}`,
	why: 'Done already where it is in the node\'s image; else it is installed here, through the gateway.',
	for: kubernetesNodes,
	needs,
	at: ({node}) => onNode(node.name),
	probe({lab}) {
		const {unit, version} = runtimeOf(lab);
		const [registry = ''] = gatewayRegistries(lab);
		const registryFile = unit === 'crio' ? '/etc/containers/registries.conf.d/999-insecure.conf' : `/etc/containerd/certs.d/${registry}/hosts.toml`;
		return sh`systemctl is-active --quiet ${unit} && ${unit} --version | grep -qE ${String.raw`(^| )v?${version.replaceAll('.', String.raw`\.`)}\.`} && grep -qF ${registry} ${registryFile} && ! compgen -G "/etc/cni/net.d/*crio-bridge.conf*" >/dev/null`;
	},
	commands: ({lab}) => [
		rootScript(installRuntime(lab)),
		sh`sudo systemctl restart ${runtimeOf(lab).unit}`,
	],
	undo: ({lab}) => [removeRuntime(lab)],
	gone: ({lab}) => sh`! command -v ${runtimeOf(lab).unit} >/dev/null && ! systemctl is-active --quiet ${runtimeOf(lab).unit}`,
});

export const packages: StepDefinition = step({
	id: 'launch.packages',
	title: ({node}) => `Have kubelet, kubeadm and kubectl in ${node.name}`,
	why: 'Done already where they are in the node\'s image; else they are installed here, through the gateway.',
	for: kubernetesNodes,
	needs: [...needs, 'launch.runtime'],
	at: ({node}) => onNode(node.name),
	probe: ({lab}) => sh`[[ "$(kubeadm version -o short 2>/dev/null)" == ${`v${variable(lab, 'K8S_MINOR')}.`}* ]] && systemctl is-enabled --quiet kubelet && command -v kubectl >/dev/null`,
	commands: ({lab}) => [rootScript(installKubernetes(lab))],
	undo: ({lab}) => [removeKubernetes(lab)],
	gone: () => sh`! command -v kubeadm >/dev/null && ! command -v kubelet >/dev/null`,
});
