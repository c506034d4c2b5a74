import {UserError} from '../errors.js';
import type {Arguments} from './arguments.js';

/**
Checks `--parallel`. Steps run one after another so far, which every limit allows.
*/
export function checkParallel({values}: Arguments) {
	const [limit] = values.get('parallel') ?? [];
	if (limit !== undefined && !/^[1-9]\d{0,3}$/.test(limit)) {
		throw new UserError(`--parallel takes a number from 1 on, and this is ${JSON.stringify(limit)}.`);
	}
}
