import {readFile} from 'node:fs/promises';
import {UserError} from '../../errors.js';
import {newDefinition} from '../../lab/defaults.js';
import type {LabDefinition} from '../../lab/definition.js';
import {labFromJson} from '../../lab/lab-json.js';
import type {Store} from '../../lab/store.js';
import {validLab} from '../../lab/validate.js';
import {parseVariablesFile, withVariablesFile} from '../../lab/variables-file.js';
import {sanitiseLine} from '../../report/sanitise.js';
import {type Context, tell} from '../surroundings.js';
import type {Subcommand} from './subcommand.js';

export const importFile: Subcommand = {
	usage: 'lab import FILE',
	words: {least: 1, most: 1},
	options: ['lab'],
	async run(context, store, [file = '']) {
		const text = await read(file);
		const definition = /^\s*\{/.test(text) ? fromJson(text, context, store) : fromVariables(file, text, context, store);
		validLab(definition);
		store.save(definition);
		store.use(definition.name);
		tell(context, `The lab ${definition.name} holds what ${file} says, and is in use.`);
	},
};

async function read(file: string): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		throw new UserError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}.`, [], {cause: error});
	}
}

// An exported lab keeps its id, by which it knows what it made on its server.
function fromJson(text: string, {given}: Context, store: Store): LabDefinition {
	const exported = labFromJson(text);
	const name = given.values.get('lab')?.[0] ?? exported.name;
	const known = store.find(name);
	if (known && known.id !== exported.id) {
		throw new UserError(`There is another lab ${name} here.`, ['Import it under another name: --lab NAME']);
	}

	const twin = store.labs().find(lab => lab.id === exported.id && lab.name !== name);
	if (twin) {
		throw new UserError(`It is the lab ${twin.name} already: both would say that the same VMs are theirs.`, [`Use it: dpu-wizard lab use ${twin.name}`]);
	}

	return {...exported, name};
}

// The documents' file names no lab: it goes into the one that `--lab` names or that is in use, or makes one.
function fromVariables(file: string, text: string, context: Context, store: Store): LabDefinition {
	const name = context.given.values.get('lab')?.[0] ?? store.current()?.name ?? 'default';
	const said = parseVariablesFile(text);
	for (const {line, message} of said.notices) {
		tell(context, sanitiseLine(`${file}:${line}: ${message}`));
	}

	return withVariablesFile(store.find(name) ?? newDefinition(name), said);
}
