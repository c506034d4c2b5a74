import {UserError} from '../errors.js';
import type {Arguments} from './arguments.js';

/**
For a command that takes options only.
*/
export function noPositionals({command, positionals}: Arguments) {
	const [first] = positionals;
	if (first !== undefined) {
		throw new UserError(`\`${command}\` takes options only, and there is ${JSON.stringify(first)}.`, [`\`dpu-wizard ${command} --help\` lists them; a step is named by --only ${first}.`]);
	}
}
