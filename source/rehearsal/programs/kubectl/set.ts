import {Refusal} from '../../program.js';
import type {JsonObject} from '../../kubernetes/model.js';
import {objectName} from '../../kubernetes/resources.js';
import {type Container, workloadSpec} from '../../kubernetes/views.js';
import {namedOnes, need, type Verb} from './call.js';

export const set: Verb = {
	spec: {flags: ['--overwrite', '--all'], values: [['-c', '--containers'], ['-e', '--env'], ['-l', '--selector']]},
	async run(call) {
		const {given, io} = call;
		const [what = '', ...words] = given.words;
		if (what !== 'env') {
			throw new Refusal(`error: unknown command "${what}" for "kubectl set"`);
		}

		const variables = words.filter(word => /^[A-Z_a-z]\w*=/v.test(word)).map(word => ({name: word.slice(0, word.indexOf('=')), value: word.slice(word.indexOf('=') + 1)}));
		const named = namedOnes(call, words.filter(word => !word.includes('=')));
		if (named.length === 0 || variables.length === 0) {
			throw new Refusal(named.length === 0 ? 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>' : 'error: at least one environment variable must be provided');
		}

		for (const each of named) {
			const object = need(call, each);
			const spec = structuredClone(workloadSpec(object));
			const wanted = given.value('--containers') ?? '*';
			const containers = spec.template.spec.containers.filter(({name}) => wanted === '*' || name === wanted) as Array<Omit<Container, 'env'> & {env?: Container['env']}>;
			if (containers.length === 0) {
				throw new Refusal(`error: ${each.resource.plural}/${each.name} does not have any containers matching "${wanted}"`);
			}

			for (const container of containers) {
				container.env = [...(container.env ?? []).filter(({name}) => variables.every(variable => variable.name !== name)), ...variables];
			}

			object.spec = spec as unknown as JsonObject;
			object.metadata.generation++;
			io.say(`${objectName(each.resource, each.name)} env updated`);
		}

		await call.look();
		return 0;
	},
};
