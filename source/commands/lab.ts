import {UserError} from '../errors.js';
import {nearest} from '../plan/nearest.js';
import {exportLab} from './lab/export.js';
import {importFile} from './lab/import.js';
import {list} from './lab/list.js';
import {make} from './lab/new.js';
import {remove} from './lab/remove.js';
import {set} from './lab/set.js';
import {show} from './lab/show.js';
import {checkUsage, type Subcommand} from './lab/subcommand.js';
import {use} from './lab/use.js';
import {openLabs} from './labs.js';
import type {Command} from './surroundings.js';

const subcommands: ReadonlyMap<string, Subcommand> = new Map(Object.entries({
	list, show, new: make, use, set, import: importFile, export: exportLab, remove,
}));

/**
What is about labs as such: they are kept on this machine, and no server is asked.
*/
export const command: Command = async context => {
	const [name = 'list', ...words] = context.given.positionals;
	const subcommand = subcommands.get(name);
	if (!subcommand) {
		throw new UserError(`There is no \`lab ${name}\`.`, [`Did you mean \`lab ${nearest(name, subcommands.keys().toArray())}\`?`, '`dpu-wizard lab --help` lists what there is.']);
	}

	checkUsage(subcommand, words, context);
	await subcommand.run(context, await openLabs(context), words);
	return 0;
};
