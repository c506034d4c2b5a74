import {type Program, Refusal} from '../program.js';

export const swapoff: Program = (argv, io) => {
	if (!io.isRoot) {
		throw new Refusal('swapoff: Not superuser.');
	}

	return argv.length === 1 && argv[0] === '-a' ? 0 : 1;
};
