import {Refusal} from '../program.js';
import {matches} from './schedule.js';
import type {Expression} from './views.js';

/**
A label selector as kubectl's `-l` takes it.
*/
export function readSelector(text: string): (labels: Readonly<Record<string, string>>) => boolean {
	const terms = text.split(/,(?![^\(]*\))/v).map((term): Expression => {
		const {negated, key, operator, value, list, set} = /^\s*(?<negated>!)?(?<key>[\w\-.\/]+)\s*(?:(?:(?<operator>==?|!=)\s*(?<value>[\w\-.]*)|(?<list>in|notin)\s*\((?<set>[^\)]*)\))\s*)?$/v.exec(term)?.groups ?? {};
		if (key === undefined) {
			throw new Refusal(`Error from server (BadRequest): Unable to find "pods" that match label selector "${text}": unable to parse requirement: found '${term}'`);
		}

		if (list !== undefined) {
			return {key, operator: list === 'in' ? 'In' : 'NotIn', values: set!.split(',').map(each => each.trim())};
		}

		return operator === undefined ? {key, operator: negated === undefined ? 'Exists' : 'DoesNotExist'} : {key, operator: operator === '!=' ? 'NotIn' : 'In', values: [value!]};
	});
	return labels => terms.every(term => matches(term, labels));
}
