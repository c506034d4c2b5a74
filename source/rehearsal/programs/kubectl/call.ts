import {type Io, Refusal} from '../../program.js';
import {type CobraGiven, type CobraSpec, readCobra} from '../../cobra.js';
import {askServer, readKubeconfig} from '../../kubernetes/config.js';
import type {Context} from '../../kubernetes/context.js';
import type {Cluster, KubeObject} from '../../kubernetes/model.js';
import {contextOf, reconcile} from '../../kubernetes/reconcile.js';
import {findResource, type Resource} from '../../kubernetes/resources.js';
import {find} from '../../kubernetes/store.js';

export const globals: Required<Pick<CobraSpec, 'flags' | 'values'>> = {
	flags: ['--insecure-skip-tls-verify'],
	values: ['--kubeconfig', '--request-timeout', ['-n', '--namespace'], ['-s', '--server'], '--context', ['-v', '--v']],
};

/**
One call of kubectl, with the cluster that it asks.
*/
export type Call = {
	readonly io: Io;
	readonly given: CobraGiven;
	readonly cluster: Cluster;
	readonly namespace: string;
	/**
	The cluster as it is now.
	*/
	readonly look: () => Promise<Context>;
};

export type Verb = {
	readonly spec: Pick<CobraSpec, 'flags' | 'values'>;
	readonly run: (call: Call) => Promise<number> | number;
};

export const failFor = (verb: string) => (words: string): Refusal => new Refusal(`error: ${words}\nSee 'kubectl ${verb} --help' for usage.`);

const durationMs = (text: string): number | undefined => {
	const {amount, unit} = /^(?<amount>\d+)(?<unit>ms|[hms])?$/v.exec(text)?.groups ?? {};
	return amount === undefined
		? undefined
		: Number(amount) * ({
			ms: 1, s: 1000, m: 60_000, h: 3_600_000,
		}[unit ?? 's'] ?? 1000);
};

export function duration(text: string, option: string, verb: string): number {
	const ms = durationMs(text);
	if (ms === undefined) {
		throw failFor(verb)(`invalid argument "${text}" for "${option}" flag: time: invalid duration "${text}"`);
	}

	return ms;
}

export async function makeCall(argv: readonly string[], name: string, verb: Verb, io: Io): Promise<Call> {
	const given = readCobra(argv, {flags: [...globals.flags, ...verb.spec.flags ?? []], values: [...globals.values, ...verb.spec.values ?? []], fail: failFor(name)});
	const timeout = duration(given.value('--request-timeout') ?? '0', '--request-timeout', name);
	const cluster = await ask(given.value('--kubeconfig'), timeout, io);
	return {
		io,
		given,
		cluster,
		namespace: given.value('--namespace') ?? 'default',
		async look() {
			await reconcile(io.rehearsal);
			return contextOf(cluster, io.rehearsal);
		},
	};
}

async function ask(option: string | undefined, timeoutMs: number, io: Io): Promise<Cluster> {
	const path = io.path(option ?? io.env.get('KUBECONFIG') ?? `${io.user.home}/.kube/config`);
	if (option === undefined && !io.files.exists(path)) {
		throw new Refusal('The connection to the server localhost:8080 was refused - did you specify the right host or port?');
	}

	let text: string;
	try {
		text = io.files.text(path);
	} catch (error) {
		throw new Refusal(`error: error loading config file "${path}": open ${path}: ${(error as {words?: string}).words?.toLowerCase() ?? 'no such file or directory'}`);
	}

	const access = readKubeconfig(text);
	if (!access) {
		throw new Refusal(`error: error loading config file "${path}": no configuration`);
	}

	const cluster = askServer(access.server, io.machine, io.rehearsal);
	if (typeof cluster === 'string') {
		await io.work(Math.min(timeoutMs === 0 ? 30 : timeoutMs / 1000, 30));
		throw new Refusal(`Unable to connect to the server: ${cluster}`);
	}

	if (cluster.id !== access.clusterId) {
		throw new Refusal('Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority');
	}

	await io.work(0.2);
	return cluster;
}

export function resourceNamed({cluster}: Pick<Call, 'cluster'>, word: string): Resource {
	const resource = findResource(cluster, word);
	if (!resource) {
		throw new Refusal(`error: the server doesn't have a resource type "${word}"`);
	}

	return resource;
}

export type Named = {readonly resource: Resource; readonly name: string};

/**
Objects by what stands on a command line: `TYPE NAME...`, or `TYPE/NAME...`.
*/
export function namedOnes(call: Call, words: readonly string[]): readonly Named[] {
	const [first = '', ...names] = words;
	if (words.some(word => word.includes('/'))) {
		return words.map(word => {
			const [type = '', name = ''] = word.split('/', 2);
			if (name === '') {
				throw new Refusal('error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. \'kubectl get resource/<resource_name>\' instead of \'kubectl get resource resource/<resource_name>\'');
			}

			return {resource: resourceNamed(call, type), name};
		});
	}

	const resource = resourceNamed(call, first);
	return names.map(name => ({resource, name}));
}

export const objectAt = ({cluster, namespace}: Pick<Call, 'cluster' | 'namespace'>, {resource, name}: Named): KubeObject | undefined => find(cluster, resource.kind, resource.isNamespaced ? namespace : undefined, name);

export function notFound({resource: {plural, group}, name}: Named): Refusal {
	return new Refusal(`Error from server (NotFound): ${plural}${group.includes('/') ? `.${group.split('/', 1)[0]!}` : ''} "${name}" not found`);
}

export function need(call: Call, named: Named): KubeObject {
	const object = objectAt(call, named);
	if (!object) {
		throw notFound(named);
	}

	return object;
}
