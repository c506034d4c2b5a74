import {parseAllDocuments} from 'yaml';
import {Refusal} from '../../program.js';
import {admit} from '../../kubernetes/admit.js';
import type {JsonObject} from '../../kubernetes/model.js';
import {objectName} from '../../kubernetes/resources.js';
import type {Verb} from './call.js';

export const apply: Verb = {
	spec: {flags: ['--server-side', '--force-conflicts', '--wait', '--prune'], values: [['-f', '--filename'], '--field-manager', ['-l', '--selector'], '--timeout']},
	async run(call) {
		const {given, io, cluster, namespace} = call;
		const path = given.value('--filename');
		if (path === undefined) {
			throw new Refusal('error: must specify one of -f and -k');
		}

		if (given.flag('--force-conflicts') && !given.flag('--server-side')) {
			throw new Refusal('error: --force-conflicts only works with --server-side');
		}

		const documents = readDocuments(io.read(path), path === '-' ? 'STDIN' : path);
		if (documents.length === 0) {
			throw new Refusal('error: no objects passed to apply');
		}

		for (const document of documents) {
			const {resource, object} = admit(cluster, document, namespace, io.now());
			io.say(`${objectName(resource, object.metadata.name)} ${given.flag('--server-side') ? 'serverside-applied' : 'configured'}`);
		}

		await call.look();
		return 0;
	},
};

export function readDocuments(text: string, source: string): readonly JsonObject[] {
	return parseAllDocuments(text).flatMap(document => {
		const [error] = document.errors;
		if (error) {
			throw new Refusal(`error: error parsing ${source}: error converting YAML to JSON: yaml: ${error.message}`);
		}

		const value: unknown = document.toJSON();
		return value === null ? [] : [value as JsonObject];
	});
}
