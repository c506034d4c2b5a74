import {randomUUID} from 'node:crypto';
import type {Io} from '../../program.js';
import {readCobra} from '../../cobra.js';
import {pullForPod, runtimeAt} from '../../containers/runtime.js';
import {addonObjects} from '../../kubernetes/addons.js';
import {clusterOn, etcdFile, kubeconfigText} from '../../kubernetes/config.js';
import {controlPlaneParts, manifestDirectory, startControlPlane} from '../../kubernetes/control-plane.js';
import type {Cluster} from '../../kubernetes/model.js';
import {hasAddress} from '../../kubernetes/node.js';
import {put} from '../../kubernetes/store.js';
import {isIpv4} from '../../network/address.js';
import {imagesOfKubeadm} from './images.js';
import {fail, refuseUnfit} from './fail.js';
import {startKubelet} from './kubelet-files.js';
import {commonFailures, fileFailures, portFailures} from './preflight.js';

const isCidr = (text: string) => /^[\d.]+\/\d{1,2}$/v.test(text) && isIpv4(text.split('/', 1)[0]!);

export async function init(argv: readonly string[], io: Io): Promise<number> {
	const given = readCobra(argv, {
		flags: ['--skip-token-print', '--upload-certs', '--dry-run'],
		values: ['--kubernetes-version', '--node-name', '--pod-network-cidr', '--service-cidr', '--apiserver-advertise-address', '--control-plane-endpoint', '--apiserver-cert-extra-sans', '--cri-socket', '--token-ttl', '--ignore-preflight-errors', '--skip-phases', '--config', '--apiserver-bind-port', '--token', ['-v', '--v']],
		fail,
	});
	if (given.words.length > 0) {
		throw fail(`unknown command "${given.words[0]!}" for "kubeadm init"`);
	}

	const value = (name: string, usual: string) => given.value(name) ?? usual;
	const own = `v${io.machine.packages.get('kubeadm')!}`;
	const version = value('--kubernetes-version', own);
	const address = value('--apiserver-advertise-address', '');
	const podCidr = value('--pod-network-cidr', '');
	const serviceCidr = value('--service-cidr', '10.96.0.0/12');
	for (const [name, cidr] of [['podSubnet', podCidr], ['serviceSubnet', serviceCidr]] as const) {
		if (cidr !== '' && !isCidr(cidr)) {
			throw fail(`${name}: Invalid value: "${cidr}": couldn't parse subnet`);
		}
	}

	if (version.split('.').slice(0, 2).join('.') !== own.split('.').slice(0, 2).join('.')) {
		throw fail(`this version of kubeadm only supports deploying clusters with the control plane version >= ${own}. Current version: ${version}`);
	}

	const [socket, node] = [value('--cri-socket', 'unix:///run/containerd/containerd.sock'), value('--node-name', io.machine.name)];
	io.say(`[init] Using Kubernetes version: ${version}\n[preflight] Running pre-flight checks`);
	await io.work(5);
	refuseUnfit([
		...commonFailures(io, socket),
		...portFailures(io, [6443, 10_259, 10_257, 10_250, 2379, 2380]),
		...fileFailures(io, controlPlaneParts.map(name => `${manifestDirectory}/${name}.yaml`)),
		...(io.files.exists('/var/lib/etcd') ? [['DirAvailable--var-lib-etcd', '/var/lib/etcd is not empty'] as const] : []),
	], given.value('--ignore-preflight-errors'));
	pullImages(version, socket, io);
	if (!isIpv4(address) || !hasAddress(io.machine, address)) {
		throw fail(`couldn't use "${address}" as "apiserver-advertise-address", must be an address of this machine`);
	}

	await io.work(60);
	const host = value('--control-plane-endpoint', address);
	const cluster = clusterOn(io.machine, io.rehearsal) ?? makeCluster({
		version, podCidr, serviceCidr, endpoint: host.includes(':') ? host : `${host}:6443`,
	}, io);
	writeFiles(cluster, io);
	startControlPlane(io.machine, io.rehearsal);
	await startKubelet({nodeName: node, socket, isControlPlane: true}, cluster, io);
	const skipped = new Set(value('--skip-phases', '').split(','));
	for (const object of addonObjects(cluster, {withProxy: !skipped.has('addon/kube-proxy')})) {
		put(cluster, object, io.now());
	}

	io.say('Your Kubernetes control-plane has initialized successfully!');
	return 0;
}

function pullImages(version: string, socket: string, io: Io): void {
	const runtime = runtimeAt(io.machine, socket)!;
	for (const name of imagesOfKubeadm(version)) {
		const failed = pullForPod(`registry.k8s.io/${name}`, io.machine, runtime, io.rehearsal);
		if (failed !== undefined) {
			refuseUnfit([['ImagePull', `failed to pull image registry.k8s.io/${name}: ${failed}`]], undefined);
		}
	}
}

function makeCluster({version, podCidr, serviceCidr, endpoint}: Pick<Cluster, 'version' | 'podCidr' | 'serviceCidr' | 'endpoint'>, io: Io): Cluster {
	const cluster: Cluster = {
		id: randomUUID(), version, podCidr, serviceCidr, endpoint, objects: new Map(), tokens: new Map(), runs: new Map(), releases: new Map(),
	};
	io.world.clusters.set(cluster.id, cluster);
	for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
		put(cluster, {apiVersion: 'v1', kind: 'Namespace', metadata: {name}}, io.now());
	}

	return cluster;
}

function writeFiles(cluster: Cluster, {files}: Io): void {
	for (const path of ['/etc/kubernetes/pki', manifestDirectory, '/var/lib/etcd/member']) {
		files.mkdir(path, {recursive: true});
	}

	files.write(etcdFile, cluster.id, {mode: 0o600});
	files.write('/etc/kubernetes/pki/ca.crt', cluster.id);
	for (const name of controlPlaneParts) {
		files.write(`${manifestDirectory}/${name}.yaml`, `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: kube-system}\n`, {mode: 0o600});
	}

	for (const [name, user] of [['admin', 'kubernetes-admin'], ['super-admin', 'kubernetes-super-admin'], ['controller-manager', 'system:kube-controller-manager'], ['scheduler', 'system:kube-scheduler']] as const) {
		files.write(`/etc/kubernetes/${name}.conf`, kubeconfigText({server: `https://${cluster.endpoint}`, clusterId: cluster.id, user}), {mode: 0o600});
	}
}
