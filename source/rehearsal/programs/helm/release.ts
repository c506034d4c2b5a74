import {parse} from 'yaml';
import {type Io, Refusal} from '../../program.js';
import {readCobra} from '../../cobra.js';
import {admit, ApiError} from '../../kubernetes/admit.js';
import {askServer, readKubeconfig} from '../../kubernetes/config.js';
import {chartCrds, renderChart} from '../../kubernetes/ovn/chart.js';
import {mergeValues, strangeValue} from '../../kubernetes/ovn/values.js';
import type {Cluster, JsonObject} from '../../kubernetes/model.js';
import {reconcile} from '../../kubernetes/reconcile.js';
import {keyOf, remove} from '../../kubernetes/store.js';
import {fail, options} from './options.js';

export async function status(argv: readonly string[], io: Io): Promise<number> {
	const given = readCobra(argv, {flags: [...options.flags, '--show-desc', '--show-resources'], values: [...options.values, ['-o', '--output'], '--revision'], fail});
	const name = one(given.words, 'status');
	const cluster = await clusterOf(given.value('--kubeconfig'), io);
	const release = cluster.releases.get(name);
	if (!release) {
		throw fail('release: not found');
	}

	io.say(`NAME: ${name}\nLAST DEPLOYED: ${new Date(io.now()).toUTCString()}\nNAMESPACE: ${given.value('--namespace') ?? 'default'}\nSTATUS: ${release.status}\nREVISION: ${release.revision}\nTEST SUITE: None`);
	return 0;
}

export async function upgrade(argv: readonly string[], io: Io): Promise<number> {
	const given = readCobra(argv, {
		flags: [...options.flags, ['-i', '--install'], '--create-namespace', '--wait', '--atomic', '--reset-values', '--reuse-values', '--force'],
		values: [...options.values, ['-f', '--values'], '--set', '--timeout', '--version', '--description'],
		fail,
	});
	const [name, chart] = given.words;
	if (name === undefined || chart === undefined || given.words.length > 2) {
		throw fail('"helm upgrade" requires 2 arguments\n\nUsage:  helm upgrade [RELEASE] [CHART] [flags]');
	}

	const cluster = await clusterOf(given.value('--kubeconfig'), io);
	const old = cluster.releases.get(name);
	if (!old && !given.flag('--install')) {
		throw fail(`"${name}" has no deployed releases`);
	}

	if (old && old.status !== 'deployed' && old.status !== 'failed') {
		throw fail('UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress');
	}

	const objects = render(io.path(chart), given.all('--values'), io);
	const release = {status: old ? 'pending-upgrade' as const : 'pending-install' as const, revision: (old?.revision ?? 0) + 1, objects: [] as string[]};
	cluster.releases.set(name, release);
	await io.work(10);
	const stored = cluster.releases.get(name)!;
	try {
		for (const crd of old ? [] : chartCrds) {
			admit(cluster, crd, 'default', io.now());
		}

		stored.objects = objects.map(object => {
			const {object: {kind, metadata}} = admit(cluster, object, given.value('--namespace') ?? 'default', io.now());
			return keyOf(kind, metadata.namespace, metadata.name);
		});
	} catch (error) {
		stored.status = 'failed';
		throw error instanceof ApiError ? fail(`${old ? 'UPGRADE' : 'INSTALLATION'} FAILED: ${error.message}`) : error;
	}

	for (const key of old?.objects.filter(each => !stored.objects.includes(each)) ?? []) {
		const gone = cluster.objects.get(key);
		if (gone) {
			remove(cluster, gone);
		}
	}

	stored.status = 'deployed';
	await reconcile(io.rehearsal);
	io.say(`Release "${name}" ${old ? 'has been upgraded. Happy Helming!' : 'does not exist. Installing it now.'}\nNAME: ${name}\nSTATUS: deployed\nREVISION: ${stored.revision}`);
	return 0;
}

export async function uninstall(argv: readonly string[], io: Io): Promise<number> {
	const given = readCobra(argv, {flags: [...options.flags, '--ignore-not-found', '--wait', '--keep-history', '--no-hooks'], values: [...options.values, '--timeout', '--cascade', '--description'], fail});
	const name = one(given.words, 'uninstall');
	const cluster = await clusterOf(given.value('--kubeconfig'), io);
	const release = cluster.releases.get(name);
	if (!release) {
		if (given.flag('--ignore-not-found')) {
			return 0;
		}

		throw fail(`uninstall: Release not loaded: ${name}: release: not found`);
	}

	await io.work(5);
	for (const key of release.objects.toReversed()) {
		const object = cluster.objects.get(key);
		if (object) {
			remove(cluster, object);
		}
	}

	cluster.releases.delete(name);
	await reconcile(io.rehearsal);
	io.say(`release "${name}" uninstalled`);
	return 0;
}

function one(words: readonly string[], verb: string): string {
	const [name] = words;
	if (name === undefined || words.length > 1) {
		throw fail(`"helm ${verb}" requires 1 argument`);
	}

	return name;
}

async function clusterOf(path: string | undefined, io: Io): Promise<Cluster> {
	const file = io.path(path ?? `${io.user.home}/.kube/config`);
	const access = io.files.exists(file) ? readKubeconfig(io.files.text(file)) : undefined;
	const cluster = access ? askServer(access.server, io.machine, io.rehearsal) : 'dial tcp 127.0.0.1:8080: connect: connection refused';
	await io.work(1);
	if (typeof cluster === 'string' || cluster.id !== access!.clusterId) {
		throw fail(`Kubernetes cluster unreachable: Get "${access?.server ?? 'http://localhost:8080'}/version": ${typeof cluster === 'string' ? cluster : 'x509: certificate signed by unknown authority'}`);
	}

	return cluster;
}

function render(chart: string, files: readonly string[], io: Io): readonly JsonObject[] {
	const read = (path: string, name: string): JsonObject => {
		let text: string;
		try {
			text = io.read(path);
		} catch {
			throw fail(`open ${name}: no such file or directory`);
		}

		try {
			return (parse(text) ?? {}) as JsonObject;
		} catch (error) {
			throw fail(`failed to parse ${name}: error converting YAML to JSON: yaml: ${(error as Error).message}`);
		}
	};

	if (!io.files.exists(`${chart}/Chart.yaml`)) {
		throw fail(io.files.exists(chart) ? 'Chart.yaml file is missing' : `path "${chart}" not found`);
	}

	const {name, dependencies = []} = read(`${chart}/Chart.yaml`, 'Chart.yaml') as {name?: string; dependencies?: ReadonlyArray<{readonly name: string}>};
	if (name !== 'ovn-kubernetes') {
		throw new Refusal(`Error: the rehearsal lab does not know the templates of the chart ${name ?? ''}`, 126);
	}

	let known: JsonObject = {tags: Object.fromEntries(dependencies.map(each => [each.name, true]))};
	for (const file of ['values-single-node-zone.yaml', 'values-single-node-zone-dpu.yaml']) {
		known = mergeValues(known, read(`${chart}/${file}`, file));
	}

	let values: JsonObject = {};
	for (const {name: dependency} of dependencies) {
		const path = `${chart}/charts/${dependency}/values.yaml`;
		if (!io.files.exists(path)) {
			continue;
		}

		known = mergeValues(known, {[dependency]: read(path, path)});
		values = mergeValues(values, {[dependency]: read(path, path)});
	}

	for (const file of files) {
		values = mergeValues(values, read(file, file));
	}

	const strange = strangeValue(values, known);
	if (strange !== undefined) {
		throw fail(`values don't meet the specifications of the schema(s) in the following chart(s):\novn-kubernetes:\n- ${strange}`);
	}

	try {
		return renderChart(values);
	} catch (error) {
		throw fail((error as Error).message);
	}
}
