import {UserError} from '../errors.js';
import {writeBugReport} from './bug-report.js';
import {sanitiseLine} from './sanitise.js';

/**
What a person reads of an error, line by line: what is wrong, then what to try. Anything that is not the user's situation is a bug: a report of it is
written, and its path is one of the lines.
*/
export function explainError(error: unknown, home?: string): readonly string[] {
	if (error instanceof UserError) {
		return [...lines(error.message), ...error.advice.flatMap(advice => lines(advice).map(line => `  ${line}`))];
	}

	const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return [
		'This is a bug in dpu-wizard, not yours:',
		...lines(message).map(line => `  ${line}`),
		...writeBugReport(error, home),
	];
}

const lines = (text: string): readonly string[] => text.split('\n').map(line => sanitiseLine(line)).filter(line => line !== '');
