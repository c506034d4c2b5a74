import {UserError} from '../errors.js';
import {arrayNames, type LabDefinition} from './definition.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(each => typeof each === 'string');

/**
A definition out of parsed JSON, or a sentence about what is wrong with its shape. Its values are for `validateLab` to judge.
*/
export function definitionFrom(value: unknown): LabDefinition | string {
	if (!isObject(value)) {
		return 'It is no object.';
	}

	const {name, id, server, arrays, variables = {}} = value;
	if (typeof name !== 'string' || typeof id !== 'string') {
		return '`name` and `id` must be texts.';
	}

	if (server !== undefined && typeof server !== 'string') {
		return '`server` must be a text.';
	}

	const lists = isObject(arrays) ? arrays : {};
	const missing = arrayNames.find(array => !isTexts(lists[array]));
	if (missing !== undefined) {
		return `\`arrays.${missing}\` must be a list of names.`;
	}

	if (!isObject(variables) || !isTexts(Object.values(variables))) {
		return '`variables` must hold texts.';
	}

	return {
		name,
		id,
		...(server !== undefined && {server}),
		arrays: Object.fromEntries(arrayNames.map(array => [array, lists[array]])) as LabDefinition['arrays'],
		variables: variables as LabDefinition['variables'],
	};
}

/**
A lab as one JSON document, which `labFromJson` reads back the same, id and all.
*/
export const labToJson = ({name, id, server, arrays, variables}: LabDefinition): string => `${JSON.stringify({
	name, id, server, arrays, variables,
}, undefined, 2)}\n`;

/**
Reads what `labToJson` wrote. Throws a `UserError` for what is no lab; whether the lab can work is for `validateLab` to say.
*/
export function labFromJson(text: string): LabDefinition {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\u{FEFF}/v, ''));
	} catch (error) {
		throw new UserError('The file is not JSON.', ['`dpu-wizard lab export --format json` writes a lab as JSON.'], {cause: error});
	}

	const definition = definitionFrom(value);
	if (typeof definition === 'string') {
		throw new UserError(`The file holds no lab: ${definition}`, ['`dpu-wizard lab export --format json` shows the form.']);
	}

	return definition;
}
