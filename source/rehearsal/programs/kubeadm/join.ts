import {createHash} from 'node:crypto';
import {parse} from 'yaml';
import type {Io} from '../../program.js';
import {readCobra} from '../../cobra.js';
import {askServer} from '../../kubernetes/config.js';
import {kubeletAccess} from '../../kubernetes/node.js';
import type {Cluster} from '../../kubernetes/model.js';
import {fail, refuseUnfit} from './fail.js';
import {startKubelet} from './kubelet-files.js';
import {commonFailures, fileFailures, portFailures} from './preflight.js';

type Wanted = {readonly endpoint: string; readonly token: string; readonly hashes: readonly string[]; readonly socket: string; readonly nodeName: string};

export const hashOfCa = ({id}: Cluster): string => `sha256:${createHash('sha256').update(id).digest('hex')}`;

export async function join(argv: readonly string[], io: Io): Promise<number> {
	const given = readCobra(argv, {
		values: ['--config', '--token', '--discovery-token-ca-cert-hash', '--ignore-preflight-errors', '--cri-socket', '--node-name', ['-v', '--v']],
		fail,
	});
	const path = given.value('--config');
	if (path !== undefined && ['--token', '--node-name', '--cri-socket', '--discovery-token-ca-cert-hash'].some(name => given.value(name) !== undefined)) {
		throw fail('can not mix \'--config\' with arguments [token]');
	}

	const wanted: Wanted = path === undefined
		? {
			endpoint: given.words[0] ?? '', token: given.value('--token') ?? '', hashes: given.all('--discovery-token-ca-cert-hash'), socket: given.value('--cri-socket') ?? 'unix:///run/containerd/containerd.sock', nodeName: given.value('--node-name') ?? io.machine.name,
		}
		: readConfiguration(io.read(path), io);
	if (!/^[\da-z]{6}\.[\da-z]{16}$/v.test(wanted.token)) {
		throw fail('discovery.bootstrapToken.token: Invalid value: "": the bootstrap token is invalid');
	}

	io.say('[preflight] Running pre-flight checks');
	await io.work(3);
	refuseUnfit([
		...commonFailures(io, wanted.socket),
		...portFailures(io, [10_250]),
		...fileFailures(io, [kubeletAccess, '/etc/kubernetes/bootstrap-kubelet.conf', '/etc/kubernetes/pki/ca.crt']),
	], given.value('--ignore-preflight-errors'));
	const cluster = discover(wanted, io);
	io.files.mkdir('/etc/kubernetes/pki', {recursive: true});
	io.files.mkdir('/etc/kubernetes/manifests', {recursive: true});
	io.files.write('/etc/kubernetes/pki/ca.crt', cluster.id);
	await io.work(20);
	await startKubelet({nodeName: wanted.nodeName, socket: wanted.socket, isControlPlane: false}, cluster, io);
	io.say('This node has joined the cluster');
	return 0;
}

function discover({endpoint, token, hashes}: Wanted, io: Io): Cluster {
	const cluster = askServer(`https://${endpoint}`, io.machine, io.rehearsal);
	const failed = (words: string) => fail(`error execution phase preflight: couldn't validate the identity of the API Server: ${words}`);
	if (typeof cluster === 'string') {
		throw failed(`failed to request the cluster-info ConfigMap: Get "https://${endpoint}/api/v1/namespaces/kube-public/configmaps/cluster-info": ${cluster}`);
	}

	if ((cluster.tokens.get(token) ?? 0) < io.now()) {
		throw failed(`could not find a JWS signature in the cluster-info ConfigMap for token ID "${token.split('.', 1)[0]!}"`);
	}

	if (!hashes.includes(hashOfCa(cluster))) {
		throw failed('cluster CA found in cluster-info ConfigMap is invalid: none of the public keys are pinned');
	}

	return cluster;
}

type Tree = {readonly [key: string]: Tree | string | readonly string[]};

const known: Readonly<Record<string, readonly string[]>> = {
	'': ['apiVersion', 'kind', 'nodeRegistration', 'discovery', 'caCertPath', 'controlPlane', 'patches', 'skipPhases', 'timeouts', 'dryRun'],
	nodeRegistration: ['name', 'criSocket', 'taints', 'kubeletExtraArgs', 'ignorePreflightErrors', 'imagePullPolicy'],
	discovery: ['bootstrapToken', 'file', 'tlsBootstrapToken'],
	'discovery.bootstrapToken': ['token', 'apiServerEndpoint', 'caCertHashes', 'unsafeSkipCAVerification'],
};

function readConfiguration(text: string, io: Io): Wanted {
	let tree: Tree;
	try {
		tree = parse(text) as Tree;
	} catch (error) {
		throw fail(`error converting YAML to JSON: yaml: ${(error as Error).message}`);
	}

	if (tree?.apiVersion !== 'kubeadm.k8s.io/v1beta4' || tree.kind !== 'JoinConfiguration') {
		throw fail('no JoinConfiguration found in config file');
	}

	const at = (path: string): Tree => {
		let inside = tree;
		for (const key of path.split('.')) {
			inside = key === '' ? inside : (inside[key] ?? {}) as Tree;
		}

		return inside;
	};

	for (const [path, keys] of Object.entries(known)) {
		const strange = Object.keys(at(path)).find(key => !keys.includes(key));
		if (strange !== undefined) {
			throw fail(`error unmarshaling JSON: while decoding JSON: strict decoding error: unknown field "${path === '' ? '' : `${path}.`}${strange}"`);
		}
	}

	const {token, apiServerEndpoint, caCertHashes} = at('discovery.bootstrapToken');
	const {name, criSocket} = at('nodeRegistration');
	return {
		endpoint: apiServerEndpoint as string, token: token as string, hashes: (caCertHashes ?? []) as readonly string[], socket: (criSocket ?? 'unix:///run/containerd/containerd.sock') as string, nodeName: (name ?? io.machine.name) as string,
	};
}
