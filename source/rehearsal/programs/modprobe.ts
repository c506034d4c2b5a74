import {loadModule} from '../modules.js';
import {type Program, Refusal} from '../program.js';

export const modprobe: Program = (argv, io) => {
	const names = argv.filter(word => !word.startsWith('-'));
	if (!io.isRoot) {
		throw new Refusal(`modprobe: ERROR: could not insert '${names[0] ?? ''}': Operation not permitted`);
	}

	for (const name of names) {
		if (!loadModule(name, io.machine)) {
			throw new Refusal(`modprobe: FATAL: Module ${name} not found in directory /lib/modules`);
		}
	}

	return 0;
};
