import {type Program, Refusal} from '../program.js';

export const aptMark: Program = ([verb, ...names], io) => {
	if (!['hold', 'unhold', 'showhold', 'manual', 'auto'].includes(verb ?? '')) {
		throw new Refusal(`E: Invalid operation ${verb ?? ''}`, 100);
	}

	const unknown = names.find(name => !io.machine.packages.has(name));
	if (unknown !== undefined) {
		throw new Refusal(`E: Unable to locate package ${unknown}`, 100);
	}

	if (!io.isRoot) {
		throw new Refusal('E: Permission denied', 100);
	}

	for (const name of names) {
		io.say(`${name} set on ${verb!}.`);
	}

	return 0;
};
