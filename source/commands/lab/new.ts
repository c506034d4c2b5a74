import {UserError} from '../../errors.js';
import {newDefinition} from '../../lab/defaults.js';
import {setValues} from '../../lab/set-values.js';
import {validLab} from '../../lab/validate.js';
import {tell} from '../surroundings.js';
import {readAssignments} from './assignments.js';
import {givenServer, type Subcommand} from './subcommand.js';

export const make: Subcommand = {
	usage: 'lab new NAME [KEY=VALUE...]',
	words: {least: 1, most: Infinity},
	options: ['server'],
	run(context, store, [name = '', ...assignments]) {
		if (store.find(name)) {
			throw new UserError(`There is a lab ${name} already.`, [`Use it: dpu-wizard lab use ${name}`]);
		}

		const definition = setValues(newDefinition(name), {...readAssignments(assignments), ...givenServer(context)});
		validLab(definition);
		store.save(definition);
		store.use(name);
		tell(context, `The lab ${name} is in use.${definition.server === undefined ? ' Name its server: dpu-wizard lab set --server USER@HOST' : ''}`);
	},
};
