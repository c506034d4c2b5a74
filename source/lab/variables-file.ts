import {quote} from '../shell/quote.js';
import {type Notice, readAssignments, type Value} from './bash/read-assignments.js';
import {type ArrayName, arrayNames, type LabDefinition} from './definition.js';
import {firstVfDevice} from './pci.js';
import {shown} from './problem.js';
import {derivedValues, retiredVariables} from './retired.js';
import {defaultOf, valueOf, withoutDefaults} from './values.js';
import {findVariable, variables} from './variables.js';

export type {Notice} from './bash/read-assignments.js';

/**
What a `variables.sh` says of a lab: only the arrays and variables that it gives. `withVariablesFile` puts it into a definition.
*/
export type VariablesFile = {
	readonly arrays: Partial<LabDefinition['arrays']>;
	readonly variables: LabDefinition['variables'];
	/**
	What was not taken over, and why; in the order of the lines.
	*/
	readonly notices: readonly Notice[];
};

/**
Reads the documents' `scripts/variables.sh` as people edit it. It is never executed. The values are taken as they stand there; whether they can work is for
`validateLab` to say.
*/
export function parseVariablesFile(text: string): VariablesFile {
	const {values, notices: unread} = readAssignments(text, loginNames);
	const notices = [...unread];
	const arrays: Partial<Record<ArrayName, readonly string[]>> = {};
	const given: Record<string, string> = {};
	for (const [name, {value, line}] of values) {
		const array = arrayNames.find(each => each === name);
		if (array !== undefined) {
			arrays[array] = typeof value === 'string' ? words(value) : value;
			if (typeof value === 'string') {
				notices.push({line, message: `${name} is no array; its words were read as the names.`});
			}
		} else if (typeof value !== 'string') {
			notices.push({line, message: `${name} was not read: it is an array, but ${findVariable(name) ? 'has one value in a lab' : 'no array of a lab'}.`});
		} else if (findVariable(name)) {
			if (!/\$(?:USER|HOME)/v.test(value)) {
				given[name] = value;
			} else if (!sameAsDefault.has(value)) {
				notices.push({line, message: `${name}=${shown(value)} was left out: only the server knows its login. Write the value out.`});
			}
		} else if (Object.hasOwn(retiredVariables, name)) {
			notices.push({line, message: `${name} was left out: ${retiredVariables[name]}.`});
		}
	}

	const kept = withoutDocumentedTap(given, message => {
		notices.push({line: values.get('TAP_0')?.line ?? 1, message});
	});
	notices.push(...checkOthers(values, kept));
	return {arrays, variables: kept, notices: notices.toSorted((a, b) => a.line - b.line)};
}

// What the documents derive is only compared; a name of somebody's own can't mean anything to a lab.
function checkOthers(values: ReadonlyMap<string, {readonly value: Value; readonly line: number}>, given: LabDefinition['variables']): readonly Notice[] {
	const derived = derivedValues(name => valueOf(name, given));
	const ofLab = new Set<string>([...arrayNames, ...variables.map(variable => variable.name), ...Object.keys(retiredVariables)]);
	return [...values].flatMap(([name, {value, line}]): readonly Notice[] => {
		if (typeof value !== 'string' || ofLab.has(name)) {
			return [];
		}

		if (!Object.hasOwn(derived, name)) {
			return [{line, message: `${shown(name)} was left out: it is no variable of a lab.`}];
		}

		const [right = '', ...alsoRight] = derived[name]!;
		return value === right || alsoRight.includes(value) ? [] : [{line, message: `${name}=${shown(value)} was left out: it follows from the rest and is ${shown(right)}.`}];
	});
}

/**
The definition with what the file says put in.
*/
export const withVariablesFile = (definition: LabDefinition, {arrays, variables: given}: VariablesFile): LabDefinition => ({
	...definition,
	arrays: {...definition.arrays, ...arrays},
	variables: withoutDefaults({...definition.variables, ...given}),
});

// A login's name and home are the server's to know; they stay in a value as they were written.
const loginNames = {USER: '$USER', HOME: '$HOME'};
const sameAsDefault = new Set(['/home/$USER/src', '$HOME/src']);

const words = (text: string): readonly string[] => text.trim() === '' ? [] : text.trim().split(/\s+/v);

// The documents' TAP_0 is right for a lab without offload; nobody who kept it meant to ask for another name.
function withoutDocumentedTap(given: Readonly<Record<string, string>>, note: (message: string) => void): Readonly<Record<string, string>> {
	const {TAP_0: tap, ...others} = given;
	const derived = defaultOf('TAP_0', others);
	if (tap === undefined || tap === derived || tap !== firstVfDevice('full', Number(valueOf('NUM_VF', others)))) {
		return given;
	}

	note(`TAP_0=${tap} was left out: it follows from the rest and is ${derived}.`);
	return others;
}

/**
The lab as a `variables.sh`: bash that reads back the same values, which `parseVariablesFile` reads back to the same definition.
*/
export function formatVariablesFile({name, arrays, variables: given}: LabDefinition): string {
	const value = (variable: string) => valueOf(variable, given);
	const groups = [...Map.groupBy(variables, variable => variable.group)];
	const lines = [
		'#!/bin/bash',
		'# shellcheck disable=SC2034',
		`# The lab ${quote(name)}, written by dpu-wizard. Read by: dpu-wizard lab import FILE`,
		'',
		...arrayNames.flatMap(array => [`${array}=(`, ...arrays[array].map(node => `  ${quote(node)}`), ')', '']),
		...groups.flatMap(([group, members]) => [`# ${group}`, ...members.flatMap(variable => [`# ${variable.meaning}`, `${variable.name}=${quote(value(variable.name))}`]), '']),
		'# What the documents\' scripts take from these',
		...Object.entries(derivedValues(value)).map(([variable, [first = '']]) => `${variable}=${quote(first)}`),
	];
	return `${lines.join('\n')}\n`;
}
