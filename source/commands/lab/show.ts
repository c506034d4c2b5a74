import {validLab} from '../../lab/validate.js';
import {labText} from '../../report/lab-text.js';
import {definedLab} from '../labs.js';
import {print} from '../surroundings.js';
import type {Subcommand} from './subcommand.js';

export const show: Subcommand = {
	usage: 'lab show',
	words: {least: 0, most: 0},
	options: ['json', 'lab'],
	run(context, store) {
		const definition = definedLab(context, store);
		const lab = validLab(definition);
		if (!context.given.flags.has('json')) {
			print(context, labText(definition, lab));
			return;
		}

		const {nodes, variables} = lab;
		print(context, JSON.stringify({
			name: lab.name, id: lab.id, server: lab.server ?? null, profile: lab.profile, arrays: definition.arrays, variables, nodes,
		}, undefined, 2));
	},
};
