import type {Lab, Node} from '../../source/lab/lab.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {
	at,
	destructive,
	sh,
	sudo,
} from '../../source/shell/command.js';
import {onNode, remoteServer} from '../../source/shell/place.js';
import {chartDirectory} from '../cni/chart.js';
import {helmArchive} from '../cni/files.js';
import {onNodeFromServer} from '../parts/ssh.js';
import {controllers} from './clusters.js';
import {variable} from './variable.js';

/**
The chart on a controller.
*/
export const chart = '/opt/dpu-wizard/ovn-kubernetes';

/**
Controllers from which a release of OVN-Kubernetes is made: in every profile both.
*/
const releasers = (lab: Lab): readonly Node[] => controllers(lab);

export const helmProgram: StepDefinition = step({
	id: 'launch.helm',
	title: ({node}) => `Install helm in ${node.name}`,
	why: 'OVN-Kubernetes is deployed by its chart. Helm runs on the controller, beside its cluster: the server has no route to the cluster networks.',
	for: releasers,
	needs: ['cni.fetch-helm', 'remaining-vms.ready'],
	at: ({node}) => onNode(node.name),
	probe: ({lab}) => sh`helm version --short 2>/dev/null | grep -qF ${variable(lab, 'HELM_VERSION')}`,
	commands: ({lab, node}) => [at(remoteServer, sh`${onNodeFromServer(lab, node, sh`sudo tar -xz --no-same-owner -C /usr/local/bin --strip-components=1 linux-amd64/helm`)} <${helmArchive(lab).path}`)],
	undo: () => [destructive(sudo`rm -f /usr/local/bin/helm`)],
});

export const chartCopy: StepDefinition = step({
	id: 'launch.chart',
	title: ({node}) => `Bring the chart to ${node.name}`,
	why: 'The very chart that the server fetched for the image\'s commit, piped from the server.',
	for: releasers,
	needs: ['cni.chart', 'remaining-vms.ready'],
	at: ({node}) => onNode(node.name),
	probe: () => sh`test -s ${chart}/COMMIT && test -s ${chart}/Chart.yaml`,
	commands: ({lab, node}) => [at(remoteServer, sh`set -o pipefail; sudo tar -C ${chartDirectory(lab)} -cz . | ${onNodeFromServer(lab, node, sh`sudo install -d -m 0755 ${chart} && sudo tar -xz --no-same-owner -C ${chart}`)}`)],
	undo: () => [destructive(sudo`rm -rf ${chart}`)],
});
