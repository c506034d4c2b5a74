import type {LabDefinition} from './definition.js';
import {findVariable, variables} from './variables.js';

type Given = LabDefinition['variables'];

/**
The default that a variable has beside the given values. Empty for a name that is no variable.
*/
export function defaultOf(name: string, given: Given): string {
	const variable = findVariable(name);
	if (variable === undefined) {
		return '';
	}

	return typeof variable.default === 'string' ? variable.default : variable.default(other => valueOf(other, given));
}

/**
The value of a variable: as given, or its default. Empty asks for the default.
*/
export function valueOf(name: string, given: Given): string {
	const value = Object.hasOwn(given, name) ? given[name]! : '';
	return value === '' ? defaultOf(name, given) : value;
}

/**
Every variable of the table with its value.
*/
export const valuesOf = (given: Given): Readonly<Record<string, string>> => Object.fromEntries(variables.map(({name}) => [name, valueOf(name, given)]));

/**
Leaves out what is the default anyway, and what is empty: that asks for the default.
*/
export function withoutDefaults(given: Given): Given {
	return Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== '' && (findVariable(name) === undefined || value !== defaultOf(name, given))));
}
