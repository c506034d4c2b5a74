import {UserError} from '../../errors.js';
import type {Store} from '../../lab/store.js';
import type {Context} from '../surroundings.js';

/**
A command about labs. `takes` says how many words it wants, `options` which of the options of `lab`.
*/
export type Subcommand = {
	readonly usage: string;
	readonly words: {readonly least: number; readonly most: number};
	readonly options: readonly string[];
	readonly run: (context: Context, store: Store, words: readonly string[]) => Promise<void> | void;
};

export function checkUsage({usage, words, options}: Subcommand, given: readonly string[], {given: {values, flags}}: Context) {
	const misplaced = ['server', 'format', 'json', 'lab'].find(name => !options.includes(name) && (values.has(name) || flags.has(name)));
	if (misplaced !== undefined) {
		throw new UserError(`\`${usage}\` takes no --${misplaced}.`);
	}

	if (given.length < words.least || given.length > words.most) {
		throw new UserError(`It is \`dpu-wizard ${usage}\`.`, ['`dpu-wizard lab --help` explains it.']);
	}
}

/**
The server that `--server` names, as a value to set.
*/
export function givenServer({given}: Context): Readonly<Record<string, string>> {
	const server = given.values.get('server')?.[0];
	return server === undefined ? {} : {server};
}
