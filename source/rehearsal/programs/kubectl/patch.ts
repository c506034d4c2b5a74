import {Refusal} from '../../program.js';
import {admit} from '../../kubernetes/admit.js';
import type {JsonObject} from '../../kubernetes/model.js';
import {objectName} from '../../kubernetes/resources.js';
import {namedOnes, need, type Verb} from './call.js';

export const patch: Verb = {
	spec: {values: ['--type', ['-p', '--patch'], '--patch-file']},
	async run(call) {
		const {given, io, cluster, namespace} = call;
		const type = given.value('--type') ?? 'strategic';
		if (!['strategic', 'merge'].includes(type)) {
			throw new Refusal(`error: --type must be one of [json merge strategic], not "${type}"`);
		}

		const [named] = namedOnes(call, given.words);
		if (!named) {
			throw new Refusal('error: resource(s) were provided, but no name was specified');
		}

		const {apiVersion, kind, metadata: {name}} = need(call, named);
		let change: JsonObject;
		try {
			change = JSON.parse(given.value('--patch') ?? '') as JsonObject;
		} catch (error) {
			throw new Refusal(`error: unable to parse "${given.value('--patch') ?? ''}": yaml: ${(error as Error).message}`);
		}

		admit(cluster, {
			apiVersion, kind, ...change, metadata: {...change.metadata as JsonObject | undefined, name},
		}, namespace, io.now());
		io.say(`${objectName(named.resource, named.name)} patched`);
		await call.look();
		return 0;
	},
};
