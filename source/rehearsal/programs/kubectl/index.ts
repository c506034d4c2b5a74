import {type Program, Refusal} from '../../program.js';
import {readCobra} from '../../cobra.js';
import {ApiError} from '../../kubernetes/admit.js';
import {apply} from './apply.js';
import {globals, makeCall, type Verb} from './call.js';
import {deletion} from './delete.js';
import {describe, logs} from './describe.js';
import {exec} from './exec.js';
import {get} from './get.js';
import {label} from './label.js';
import {patch} from './patch.js';
import {rollout} from './rollout.js';
import {set} from './set.js';
import {wait} from './wait.js';

const verbs: ReadonlyMap<string, Verb> = new Map([
	['apply', apply],
	['delete', deletion],
	['describe', describe],
	['exec', exec],
	['get', get],
	['label', label],
	['logs', logs],
	['patch', patch],
	['rollout', rollout],
	['set', set],
	['wait', wait],
]);

export const kubectl: Program = async (argv, io) => {
	const fail = (words: string) => new Refusal(`error: ${words}\nSee 'kubectl --help' for usage.`);
	const [name = ''] = readCobra(argv, {...globals, fail, stopsAtWord: true}).words;
	const verb = verbs.get(name);
	if (!verb) {
		throw new Refusal(`error: unknown command "${name}" for "kubectl"`);
	}

	const call = await makeCall(withoutFirst(argv, name), name, verb, io);
	try {
		return await verb.run(call);
	} catch (error) {
		throw error instanceof ApiError ? new Refusal(error.message) : error;
	}
};

// The verb is the first word that is no value of an option before it.
function withoutFirst(argv: readonly string[], name: string): readonly string[] {
	const valued = new Set(globals.values.flat());
	const at = argv.findIndex((word, index) => word === name && !valued.has(argv[index - 1] ?? ''));
	return [...argv.slice(0, at), ...argv.slice(at + 1)];
}
