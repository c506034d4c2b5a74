import {UserError} from '../../errors.js';

/**
Reads `KEY=VALUE` words.
*/
export function readAssignments(words: readonly string[]): Readonly<Record<string, string>> {
	return Object.fromEntries(words.map(word => {
		const end = word.indexOf('=');
		if (end < 1) {
			throw new UserError(`${JSON.stringify(word)} is not KEY=VALUE.`, ['For example: NUM_VF=4, or INFRA_DPU_LIST="infra-2 infra-3".']);
		}

		return [word.slice(0, end), word.slice(end + 1)];
	}));
}
