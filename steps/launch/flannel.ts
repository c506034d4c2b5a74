import {type StepDefinition, step} from '../../source/plan/step.js';
import {at, destructive, sh} from '../../source/shell/command.js';
import {onNode, remoteServer} from '../../source/shell/place.js';
import {waitUntil} from '../../source/shell/wait.js';
import {flannelManifest} from '../cni/files.js';
import {flannelImage, flannelPluginImage, pulledBy} from '../cni/images.js';
import {onNodeFromServer} from '../parts/ssh.js';
import {nicOn} from './clusters.js';
import {askKubectl, gives, kubectl} from './kubectl.js';

const ready = 'jsonpath={.status.numberReady}';

export const flannel: StepDefinition = step({
	id: 'launch.flannel',
	title: 'Give the infra cluster flannel',
	why: 'The DPUs\' Open vSwitch works for the tenant cluster; the infra cluster\'s own pods need another network beside it.',
	when: lab => lab.profile === 'offload',
	needs: ({lab}) => [`launch.init@${lab.infra.controller.name}`, 'cni.mirror-flannel', 'cni.mirror-flannel-plugin', 'cni.fetch-flannel', ...lab.infra.workers.map(({name}) => `launch.join@${name}`)],
	at: ({lab}) => onNode(lab.infra.controller.name),
	probe: ({lab}) => gives(askKubectl`-n kube-flannel get daemonset kube-flannel-ds -o ${ready}`, String(1 + lab.infra.workers.length)),
	commands({lab}) {
		const {infra} = lab;
		const device = nicOn(infra.controller, infra.network)?.device ?? '';
		const edits = [
			// Its own pod network, its images from the gateway, and the NIC that is not the management one.
			`s#"Network": *"[^"]*"#"Network": "${infra.podCidr}"#`,
			`s#ghcr.io/flannel-io/flannel:[^[:space:]]*#${pulledBy(lab, infra, flannelImage(lab))}#`,
			`s#ghcr.io/flannel-io/flannel-cni-plugin:[^[:space:]]*#${pulledBy(lab, infra, flannelPluginImage(lab))}#`,
			String.raw`s#^\( *\)- --kube-subnet-mgr$#&\n\1- --iface=${device}#`,
		];
		return [
			at(remoteServer, sh`set -o pipefail; sed ${edits.flatMap(edit => ['-e', edit])} ${flannelManifest(lab).path} | ${onNodeFromServer(lab, infra.controller, kubectl`apply --server-side --force-conflicts -f -`)}`),
			waitUntil(kubectl`-n kube-flannel rollout status daemonset/kube-flannel-ds --timeout=5s`, {
				seconds: 300, every: 5, message: 'flannel does not get ready. See, on the controller: kubectl -n kube-flannel get pods',
			}),
		];
	},
	undo: () => [destructive(kubectl`delete namespace kube-flannel --ignore-not-found`)],
});
