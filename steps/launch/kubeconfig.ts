import type {Lab, Node} from '../../source/lab/lab.js';
import {kubeconfigOnServer} from '../../source/lab/kubeconfig.js';
import {type StepDefinition, step} from '../../source/plan/step.js';
import {destructive, sh} from '../../source/shell/command.js';
import {homePath} from '../../source/shell/home.js';
import {remoteServer} from '../../source/shell/place.js';
import {onNodeFromServer} from '../parts/ssh.js';
import {clusterOf, controllers} from './clusters.js';

const file = (lab: Lab, node: Node) => homePath(kubeconfigOnServer(lab, clusterOf(lab, node)));

const server = (node: Node): string => `https://${node.managementIp}:6443`;

/**
The server reaches a controller by its management address alone; the API server's certificate is made for that, too.
*/
export const kubeconfigOnTheServer: StepDefinition = step({
	id: 'launch.kubeconfig-server',
	title: ({node}) => `Keep the kubeconfig of the ${node.cluster ?? ''} cluster on the server`,
	why: 'For kubectl on the server, and for your own machine: `dpu-wizard tunnel` makes one there that goes through the wizard\'s connection. It is piped into a file that only you can read, and shown nowhere.',
	for: controllers,
	needs: ['launch.init'],
	at: remoteServer,
	// Whether it is of this very cluster: a cluster that was made anew has another certificate authority.
	probe: ({lab, node}) => sh`
		test "$(stat -c %a ${file(lab, node)} 2>/dev/null)" = 600 && grep -qF ${`server: ${server(node)}`} ${file(lab, node)} &&
		  sed -n 's/.*certificate-authority-data: //p' ${file(lab, node)} | base64 -d | curl --fail --silent --max-time 3 --cacert /dev/stdin ${`${server(node)}/readyz`} >/dev/null
	`,
	commands: ({lab, node}) => [sh`
		set -euo pipefail
		umask 077
		file=${file(lab, node)}
		rm -f -- "$file.new"
		${onNodeFromServer(lab, node, sh`sudo cat /etc/kubernetes/admin.conf`)} | sed ${`s#server: https://.*#server: ${server(node)}#`} >"$file.new"
		mv -f "$file.new" "$file"
	`],
	undo: ({lab, node}) => [destructive(sh`rm -f -- ${file(lab, node)}`)],
	gone: ({lab, node}) => sh`! test -e ${file(lab, node)}`,
});
