import {UserError} from '../errors.js';
import type {Arguments} from './arguments.js';

/**
What `--parallel` says; undefined where it is left to us.
*/
export function parallelOf({values}: Arguments): number | undefined {
	const [limit] = values.get('parallel') ?? [];
	if (limit !== undefined && !/^[1-9]\d{0,3}$/.test(limit)) {
		throw new UserError(`--parallel takes a number from 1 on, and this is ${JSON.stringify(limit)}.`);
	}

	return limit === undefined ? undefined : Number(limit);
}
