import {Buffer} from 'node:buffer';
import {parse, stringify} from 'yaml';
import type {Machine} from '../machine.js';
import {reach} from '../network/reach.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootFiles} from '../systemd/units.js';
import {machineNamed} from '../world.js';
import type {Cluster} from './model.js';

/**
What a kubeconfig says: which server, who signed its certificate, who asks.
*/
export type Access = {readonly server: string; readonly clusterId: string; readonly user: string};

const encoded = (text: string) => Buffer.from(text).toString('base64');
const decoded = (text: unknown) => typeof text === 'string' ? Buffer.from(text, 'base64').toString() : '';

export const kubeconfigText = ({server, clusterId, user}: Access): string => stringify({
	apiVersion: 'v1',
	kind: 'Config',
	clusters: [{name: 'kubernetes', cluster: {'certificate-authority-data': encoded(clusterId), server}}],
	contexts: [{name: `${user}@kubernetes`, context: {cluster: 'kubernetes', user}}],
	'current-context': `${user}@kubernetes`,
	users: [{name: user, user: {'client-certificate-data': encoded(`${clusterId} ${user}`)}}],
});

type Kubeconfig = {
	readonly clusters?: ReadonlyArray<{readonly cluster: Readonly<Record<string, unknown>>}>;
	readonly users?: ReadonlyArray<{readonly name: string}>;
};

/**
Undefined for what is no kubeconfig.
*/
export function readKubeconfig(text: string): Access | undefined {
	const {clusters, users} = (parse(text) ?? {}) as Kubeconfig;
	const cluster = clusters?.[0]?.cluster;
	return cluster && typeof cluster.server === 'string' ? {server: cluster.server, clusterId: decoded(cluster['certificate-authority-data']), user: users?.[0]?.name ?? ''} : undefined;
}

/**
Where etcd keeps which cluster's data it has.
*/
export const etcdFile = '/var/lib/etcd/member/cluster';

/**
The cluster whose control plane runs on a machine.
*/
export function clusterOn(machine: Machine, {world}: Rehearsal): Cluster | undefined {
	const id = rootFiles(machine).textIfThere(etcdFile);
	return id === undefined ? undefined : world.clusters.get(id);
}

/**
The cluster that answers at `https://ADDRESS:PORT` for a machine, or why none does.
*/
export function askServer(server: string, from: Machine, rehearsal: Rehearsal): Cluster | string {
	const url = URL.parse(server);
	const port = Number(url?.port === '' ? '443' : url?.port);
	const reached = url && reach(rehearsal.world, from, url.hostname, port);
	if (!reached) {
		return `dial tcp ${url?.host ?? server}: connect: no route to host`;
	}

	const cluster = reached.listener.service === 'kube-apiserver' ? clusterOn(machineNamed(rehearsal.world, reached.machine)!, rehearsal) : undefined;
	return cluster && url?.protocol === 'https:' ? cluster : `dial tcp ${url.host}: connect: connection refused`;
}
