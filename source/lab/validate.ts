import {UserError} from '../errors.js';
import {checkLabName} from './check-name.js';
import {checkServer} from './server.js';
import {checkValue} from './check-value.js';
import type {ArrayName, LabDefinition} from './definition.js';
import {deriveLab} from './derive.js';
import type {Lab} from './lab.js';
import {type Fault, type Problem, shown} from './problem.js';
import {checkDevices} from './rules/devices.js';
import {checkLists} from './rules/lists.js';
import {checkMirrors} from './rules/mirrors.js';
import {checkNames, entriesOf, nameChecker} from './rules/names.js';
import {checkNetworks} from './rules/networks.js';
import {checkOvnKubernetes} from './rules/ovn-kubernetes.js';
import {defaultOf, valueOf} from './values.js';
import {findVariable, variables} from './variables.js';

export type {Problem} from './problem.js';

/**
Every rule that a lab breaks, of those that can be known without its server.
*/
export function validateLab(definition: LabDefinition): readonly Problem[] {
	const values = checkValues(definition);
	// Rules between values would only say the same again of a value that is wrong for itself.
	const broken = new Set(values.map(({field}) => field));
	const others = [...checkNames(definition), ...checkLists(definition), ...checkNetworks(definition), ...checkDevices(definition), ...checkMirrors(definition), ...checkOvnKubernetes(definition)];
	return [...checkIdentity(definition), ...values, ...others.filter(({field, also = []}) => [field, ...also].every(each => !broken.has(each)))];
}

/**
What is wrong with a name that a person gives a node of an array, beside the lab's other nodes. `index`: the node that gets this name; else it is a new one.
*/
export function checkNodeName(array: ArrayName, name: string, definition: LabDefinition, index = definition.arrays[array].length): Problem | undefined {
	const entry = {array, index, name};
	const names = [...definition.arrays[array].slice(0, index), name, ...definition.arrays[array].slice(index + 1)];
	const whole = {...definition, arrays: {...definition.arrays, [array]: names}};
	const check = nameChecker(whole);
	for (const other of entriesOf(whole)) {
		if (other.array !== array || other.index !== index) {
			check(other);
		}
	}

	const fault = check(entry);
	return fault && {field: array, index, ...fault};
}

/**
What is wrong with a value that a person gives a variable, for itself and beside the rest of the lab. Empty asks for the default.
*/
export function checkVariable(name: string, value: string, definition: LabDefinition): Problem | undefined {
	const problems = validateLab({...definition, variables: {...definition.variables, [name]: value}});
	return problems.find(({field}) => field === name) ?? problems.find(({also}) => also?.includes(name));
}

/**
Derives a lab that is valid. Throws a `UserError` that names every problem.
*/
export function validLab(definition: LabDefinition): Lab {
	const problems = validateLab(definition);
	if (problems.length > 0) {
		throw new UserError(`The lab ${shown(definition.name)} can't be set up like this.`, problems.map(problem => problemText(problem)));
	}

	return deriveLab(definition);
}

/**
The problem in one line: what is wrong, and why.
*/
export const problemText = ({message, reason}: Fault): string => `${message.replace(/\.$/v, '')}: ${reason}.`;

function checkIdentity({name, id, server}: LabDefinition): readonly Problem[] {
	const at = (field: string, fault: Fault | undefined) => fault ? [{field, ...fault}] : [];
	return [
		...at('name', checkLabName(name)),
		...at('id', /^[a-z][\d\-a-z]{0,29}-[\da-f]{8}$/v.test(id) ? undefined : {message: `${shown(id)} can't be a lab's id.`, reason: 'it is a name, a dash and eight hexadecimal digits, and becomes a directory on the server'}),
		...at('server', server === undefined ? undefined : checkServer(server)),
	];
}

function checkValues(definition: LabDefinition): readonly Problem[] {
	const given = definition.variables;
	const unknown = Object.keys(given).filter(name => findVariable(name) === undefined).map((field): Problem => ({field, message: `${shown(field)} is not a variable of a lab.`, reason: 'nothing would read it'}));
	const wrong = variables.flatMap((variable): readonly Problem[] => {
		const fault = checkValue(variable, valueOf(variable.name, given), defaultOf(variable.name, given));
		return fault ? [{field: variable.name, ...fault}] : [];
	});
	return [...unknown, ...wrong];
}
