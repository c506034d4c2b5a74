import {Refusal} from '../../program.js';
import {readSelector} from '../../kubernetes/selector.js';
import {list} from '../../kubernetes/store.js';
import {
	namedOnes,
	need,
	objectAt,
	resourceNamed,
	type Verb,
} from './call.js';
import {output} from './output.js';

export const get: Verb = {
	spec: {flags: ['--ignore-not-found', ['-A', '--all-namespaces'], '--no-headers', '--show-labels'], values: ['--raw', ['-o', '--output'], ['-l', '--selector'], '--sort-by', '--field-selector']},
	async run(call) {
		const {given, io} = call;
		const raw = given.value('--raw');
		if (raw !== undefined) {
			return rawGet(raw, io.write);
		}

		if (given.words.length === 0) {
			throw new Refusal('error: You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.');
		}

		await call.look();
		const format = given.value('--output');
		if (given.words.length > 1 || given.words[0]!.includes('/')) {
			const named = namedOnes(call, given.words);
			const found = given.flag('--ignore-not-found') ? named.map(each => objectAt(call, each)).filter(object => object !== undefined) : named.map(each => need(call, each));
			io.write(found.length === 0 ? '' : output(format, found, named[0]!.resource, named.length === 1));
			return 0;
		}

		const resource = resourceNamed(call, given.words[0]!);
		const selector = given.value('--selector');
		const matches = selector === undefined ? () => true : readSelector(selector);
		const objects = list(call.cluster, resource.kind, resource.isNamespaced && !given.flag('--all-namespaces') ? call.namespace : undefined).filter(({metadata}) => matches(metadata.labels));
		const text = output(format, objects, resource, false);
		if (objects.length === 0 && [undefined, 'wide', 'name'].includes(format)) {
			io.complain(`No resources found${resource.isNamespaced ? ` in ${call.namespace} namespace.` : ''}`);
		}

		io.write(text);
		return 0;
	},
};

function rawGet(path: string, write: (text: string) => void): number {
	if (!['/readyz', '/livez', '/healthz'].includes(path)) {
		throw new Refusal('Error from server (NotFound): the server could not find the requested resource');
	}

	write('ok');
	return 0;
}
