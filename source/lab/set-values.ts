import {UserError} from '../errors.js';
import {nearest} from '../plan/nearest.js';
import {readArray} from './bash/array.js';
import type {Cursor} from './bash/cursor.js';
import {type ArrayName, arrayNames, type LabDefinition} from './definition.js';
import {shown} from './problem.js';
import {derivedValues, retiredVariables} from './retired.js';
import {withoutDefaults} from './values.js';
import {findVariable, variables} from './variables.js';

/**
The definition with some values replaced, for `lab set KEY=VALUE...`. Arrays take names between spaces, or bash's `(a b)`; an empty value asks for the
default again; `server` takes the server. Throws a `UserError` for a name that nothing has. The values themselves are for `validateLab` to judge.
*/
export function setValues(definition: LabDefinition, values: Readonly<Record<string, string>>): LabDefinition {
	let result = definition;
	for (const [name, value] of Object.entries(values)) {
		result = setValue(result, name, value);
	}

	return {...result, variables: withoutDefaults(result.variables)};
}

function setValue(definition: LabDefinition, name: string, value: string): LabDefinition {
	const array = arrayNames.find(each => each === name);
	if (array !== undefined) {
		return {...definition, arrays: {...definition.arrays, [array]: namesIn(array, value)}};
	}

	if (name === 'server') {
		const {server: _, ...others} = definition;
		return value === '' ? others : {...others, server: value};
	}

	if (findVariable(name) === undefined) {
		throw unknownName(name);
	}

	return {...definition, variables: {...definition.variables, [name]: value}};
}

function namesIn(array: ArrayName, value: string): readonly string[] {
	const trimmed = value.trim();
	const cursor: Cursor = {text: trimmed.startsWith('(') ? trimmed : `(${trimmed}\n)`, position: 0};
	const nothing = {get: () => undefined, set() {/* Nothing is kept of `${NAME:=…}`. */}};
	const {words, fault} = readArray(cursor, nothing);
	const isWhole = cursor.position === cursor.text.length;
	if (fault !== undefined || !isWhole) {
		throw new UserError(`${array} can't be read from ${shown(value)}: ${fault ?? 'something follows the list'}.`, [`Write it like ${array}="infra-2 infra-3".`]);
	}

	return words;
}

function unknownName(name: string): UserError {
	if (Object.hasOwn(retiredVariables, name)) {
		return new UserError(`${name} is not a variable of a lab: ${retiredVariables[name]}.`);
	}

	if (Object.hasOwn(derivedValues(() => ''), name)) {
		return new UserError(`${name} can't be set: it follows from the other variables.`);
	}

	const known = ['server', ...arrayNames, ...variables.map(variable => variable.name)];
	return new UserError(`${shown(name)} is not a variable of a lab.`, [`Did you mean ${nearest(name.slice(0, 100), known)}?`, '`dpu-wizard lab show` lists the variables.']);
}
