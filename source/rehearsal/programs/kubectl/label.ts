import {Refusal} from '../../program.js';
import {objectName} from '../../kubernetes/resources.js';
import {namedOnes, need, type Verb} from './call.js';

const change = /^(?<key>(?:[\da-z](?:[\d\-.a-z]*[\da-z])?\/)?[\dA-Za-z](?:[\w\-.]*[\dA-Za-z])?)(?:=(?<value>[\w\-.]*)|(?<removed>-))$/v;

export const label: Verb = {
	spec: {flags: ['--overwrite', '--all', '--list'], values: [['-l', '--selector'], '--field-manager']},
	async run(call) {
		const {given, io} = call;
		const changes = given.words.filter((word, index) => index > 0 && (word.includes('=') || word.endsWith('-'))).map(word => {
			const groups = change.exec(word)?.groups;
			if (!groups) {
				throw new Refusal(`error: invalid label spec: ${word}`);
			}

			return groups;
		});
		const named = namedOnes(call, given.words.filter((word, index) => index === 0 || !(word.includes('=') || word.endsWith('-'))));
		if (named.length === 0 || changes.length === 0) {
			throw new Refusal(named.length === 0 ? 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>' : 'error: at least one label update is required');
		}

		for (const each of named) {
			const {labels} = need(call, each).metadata;
			for (const {key, value, removed} of changes) {
				if (removed !== undefined) {
					Reflect.deleteProperty(labels, key!);
				} else if (labels[key!] !== undefined && labels[key!] !== value && !given.flag('--overwrite')) {
					throw new Refusal(`error: '${key!}' already has a value (${labels[key!]!}), and --overwrite is false`);
				} else {
					labels[key!] = value!;
				}
			}

			io.say(`${objectName(each.resource, each.name)} ${changes.some(({removed}) => removed === undefined) ? 'labeled' : 'unlabeled'}`);
		}

		await call.look();
		return 0;
	},
};
