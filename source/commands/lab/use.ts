import {labNamed} from '../labs.js';
import {tell} from '../surroundings.js';
import type {Subcommand} from './subcommand.js';

export const use: Subcommand = {
	usage: 'lab use NAME',
	words: {least: 1, most: 1},
	options: [],
	run(context, store, [name = '']) {
		store.use(labNamed(name, store).name);
		tell(context, `The lab ${name} is in use.`);
	},
};
