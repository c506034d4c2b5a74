import {UserError} from '../../errors.js';
import {setValues} from '../../lab/set-values.js';
import {validLab} from '../../lab/validate.js';
import {definedLab} from '../labs.js';
import {tell} from '../surroundings.js';
import {readAssignments} from './assignments.js';
import {givenServer, type Subcommand} from './subcommand.js';

export const set: Subcommand = {
	usage: 'lab set KEY=VALUE...',
	words: {least: 0, most: Infinity},
	options: ['server', 'lab'],
	run(context, store, assignments) {
		const values = {...readAssignments(assignments), ...givenServer(context)};
		const names = Object.keys(values);
		if (names.length === 0) {
			throw new UserError('There is nothing to set.', ['It is `dpu-wizard lab set KEY=VALUE...`, or `--server USER@HOST`.']);
		}

		const definition = setValues(definedLab(context, store), values);
		// Refused as a whole where one value can't work: nothing of it is kept.
		validLab(definition);
		store.save(definition);
		tell(context, `Set in the lab ${definition.name}: ${names.join(', ')}`);
	},
};
