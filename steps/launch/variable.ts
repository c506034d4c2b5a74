import type {Lab} from '../../source/lab/lab.js';

/**
A variable of the lab's table; throws for a name that the table does not have.
*/
export function variable(lab: Lab, name: string): string {
	const value = lab.variables[name];
	if (value === undefined) {
		throw new Error(`The lab has no variable ${name}`);
	}

	return value;
}
