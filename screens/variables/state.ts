import type {LabDefinition} from '../../source/lab/definition.js';
import {checkVariable, validateLab} from '../../source/lab/validate.js';
import {defaultOf, valueOf} from '../../source/lab/values.js';
import type {Variable} from '../../source/lab/variable.js';
import {variables} from '../../source/lab/variables.js';
import {type Move, moved} from '../components/list-state.js';
import {
	type Edit,
	edited,
	textField,
	type TextField,
} from '../components/text-field-state.js';
import {type Topic, topics} from './derived.js';

export type VariablesState = {
	/**
	The lab as the form has it; saved when the form is left.
	*/
	readonly draft: LabDefinition;
	readonly row: number;
	readonly field: TextField | undefined;
	readonly topic: Topic;
	readonly isChanged: boolean;
	/**
	The person wants to go, and the lab breaks rules.
	*/
	readonly isLeaving: boolean;
};

export type VariablesAction =
	| {readonly kind: 'move'; readonly move: Move}
	| {readonly kind: 'turn'; readonly by: 1 | -1}
	| {readonly kind: 'type'}
	| {readonly kind: 'edit'; readonly edit: Edit}
	| {readonly kind: 'submit'}
	| {readonly kind: 'cancel'}
	| {readonly kind: 'reset'}
	| {readonly kind: 'topic'}
	| {readonly kind: 'leave'}
	| {readonly kind: 'discard'};

export type VariablesEffect = {readonly kind: 'save'; readonly definition: LabDefinition} | {readonly kind: 'back'};

/**
A row of the form: the name of a group, or a variable.
*/
export type VariableRow = {readonly group: string; readonly variable?: Variable};

export const variableRows: readonly VariableRow[] = variables.flatMap((variable, index) =>
	variable.group === variables[index - 1]?.group ? [{group: variable.group, variable}] : [{group: variable.group}, {group: variable.group, variable}]);

const choosable = variableRows.map(({variable}) => variable !== undefined);

export const variablesState = (definition: LabDefinition): VariablesState => ({
	draft: definition, row: choosable.indexOf(true), field: undefined, topic: 'addresses', isChanged: false, isLeaving: false,
});

export const chosenVariable = ({row}: VariablesState): Variable => variableRows[row]!.variable!;

/**
The few values that a variable may have, or undefined where it is typed.
*/
export function valuesOfChoice({type}: Variable): readonly string[] | undefined {
	if (type.kind === 'boolean') {
		return ['true', 'false'];
	}

	return type.kind === 'choice' ? type.values : undefined;
}

/**
What is wrong with the value that is being typed.
*/
export const typedProblem = (state: VariablesState) => state.field && checkVariable(chosenVariable(state).name, state.field.text, state.draft);

/**
The lab with the value that is being typed in its place.
*/
export const definitionAsTyped = (state: VariablesState): LabDefinition => state.field ? withValue(state.draft, chosenVariable(state).name, state.field.text) : state.draft;

export function updateVariables(state: VariablesState, action: VariablesAction): readonly [VariablesState, VariablesEffect?] {
	const {draft, field} = state;
	const variable = chosenVariable(state);
	switch (action.kind) {
		case 'move': {
			return [{...state, row: moved(state.row, action.move, choosable)}];
		}

		case 'turn': {
			const values = valuesOfChoice(variable);
			if (!values) {
				return [state];
			}

			const index = values.indexOf(valueOf(variable.name, draft.variables));
			return [changed(state, values[(index + action.by + values.length) % values.length]!)];
		}

		case 'type': {
			return [{...state, field: textField(valueOf(variable.name, draft.variables))}];
		}

		case 'edit': {
			return [field ? {...state, field: edited(field, action.edit)} : state];
		}

		case 'submit': {
			return [field && !typedProblem(state) ? changed(state, field.text) : state];
		}

		case 'cancel': {
			return [{...state, field: undefined, isLeaving: false}];
		}

		case 'reset': {
			return [changed(state, '')];
		}

		case 'topic': {
			return [{...state, topic: topics[(topics.indexOf(state.topic) + 1) % topics.length]!}];
		}

		case 'leave': {
			if (!state.isChanged) {
				return [state, {kind: 'back'}];
			}

			return validateLab(draft).length > 0 ? [{...state, isLeaving: true}] : [state, {kind: 'save', definition: draft}];
		}

		case 'discard': {
			return [state, {kind: 'back'}];
		}
	}
}

// Only what differs from the default is kept, so that another choice brings its own defaults with it.
function withValue(definition: LabDefinition, name: string, value: string): LabDefinition {
	const others = Object.fromEntries(Object.entries(definition.variables).filter(([each]) => each !== name));
	return {...definition, variables: value === '' || value === defaultOf(name, others) ? others : {...others, [name]: value}};
}

const changed = (state: VariablesState, value: string): VariablesState => ({
	...state, draft: withValue(state.draft, chosenVariable(state).name, value), field: undefined, isChanged: true,
});
