import {createHash} from 'node:crypto';
import type {Cluster, Lab} from './lab.js';
import {serverPaths} from './server-paths.js';

/**
Where the kubeconfig of a cluster lies on the server, and under which name beside the lab's journal on this machine.
*/
export const kubeconfigName = ({name}: Pick<Cluster, 'name'>): string => `kubeconfig-${name}`;

export const kubeconfigOnServer = (lab: Lab, cluster: Cluster): string => `${serverPaths(lab).directory}/${kubeconfigName(cluster)}`;

/**
The port at which this machine's end of a tunnel is looked for first: the same each time, so that a kubeconfig that somebody has opened stays right.
*/
export function preferredPort(lab: Pick<Lab, 'id'>, what: string): number {
	return 20_000 + (createHash('sha256').update(`${lab.id} ${what}`).digest().readUInt16BE(0) % 20_000);
}

/**
The admin's kubeconfig as this machine uses it: through a tunnel, proved by the controller's own name, which stands in the API server's certificate, and under
names of its own, so that those of both clusters fit into one `KUBECONFIG=A:B`. Undefined for what is no kubeconfig of kubeadm's.
*/
export function kubeconfigHere(text: string, {lab, cluster, port}: {readonly lab: Pick<Lab, 'name'>; readonly cluster: Cluster; readonly port: number}): string | undefined {
	const server = /^(?<indent> *)server: https:\/\/\S+$/mv;
	if (!server.test(text)) {
		return undefined;
	}

	const name = `${lab.name}-${cluster.name}`;
	return text
		.replace(server, (_, indent: string) => `${indent}server: https://127.0.0.1:${port}\n${indent}tls-server-name: ${cluster.controller.name}`)
		.replaceAll(/(?<=: )kubernetes(?:-admin)?(?:@kubernetes)?$/gmv, () => name);
}
