import {labNamed} from '../labs.js';
import {tell} from '../surroundings.js';
import type {Subcommand} from './subcommand.js';

export const remove: Subcommand = {
	usage: 'lab remove NAME',
	words: {least: 1, most: 1},
	options: [],
	run(context, store, [name = '']) {
		const {id, server} = labNamed(name, store);
		store.remove(name);
		tell(context, `Forgot the lab ${name}, whose id was ${id}.${server === undefined ? '' : ` What it made on ${server} stays there.`}`);
	},
};
