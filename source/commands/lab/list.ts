import {columns} from '../../report/lab-text.js';
import {print} from '../surroundings.js';
import type {Subcommand} from './subcommand.js';

export const list: Subcommand = {
	usage: 'lab list',
	words: {least: 0, most: 0},
	options: ['json'],
	run(context, store) {
		const current = store.current()?.name;
		const labs = store.labs().map(({name, server}) => ({name, server: server ?? null, inUse: name === current}));
		if (context.given.flags.has('json')) {
			print(context, JSON.stringify({labs}, undefined, 2));
		} else if (labs.length === 0) {
			print(context, 'There is no lab yet. Describe one: dpu-wizard lab new NAME --server USER@HOST');
		} else {
			print(context, columns(labs.map(({name, server, inUse}) => [inUse ? '*' : ' ', name, server ?? 'no server yet'])).join('\n'));
		}
	},
};
