import {moveBindings} from '../components/list-state.js';
import {type Edit, editBindings, textInto} from '../components/text-field-state.js';
import type {Binding, Keymap} from '../keys.js';
import {
	chosenVariable,
	typedProblem,
	type VariablesAction,
	type VariablesState,
	valuesOfChoice,
} from './state.js';

export function variablesKeys(state: VariablesState): Keymap<VariablesAction> {
	if (state.isLeaving) {
		return {
			bindings: [
				{
					keys: ['e', 'escape', 'enter'], does: 'go on editing', action: {kind: 'cancel'}, isHint: true,
				},
				{
					keys: ['d'], does: 'discard the changes', action: {kind: 'discard'}, isHint: true,
				},
			],
		};
	}

	if (state.field) {
		const edit = (action: Edit): VariablesAction => ({kind: 'edit', edit: action});
		return {
			bindings: [
				{
					keys: ['enter'], does: 'take the value', action: {kind: 'submit'}, whyNot: typedProblem(state)?.message, isHint: true,
				},
				{
					keys: ['escape'], does: 'leave it as it was', action: {kind: 'cancel'}, isHint: true,
				},
				...editBindings(edit),
			],
			...textInto(edit),
		};
	}

	return {bindings: [...valueBindings(state), ...moveBindings<VariablesAction>(move => ({kind: 'move', move}))]};
}

function valueBindings(state: VariablesState): ReadonlyArray<Binding<VariablesAction>> {
	const variable = chosenVariable(state);
	const derived = variable.type.kind === 'derived' ? `It can't be changed: ${variable.type.reason}.` : undefined;
	const isChoice = valuesOfChoice(variable) !== undefined;
	const notTurned = isChoice ? undefined : 'This value is typed: Enter begins.';
	return [
		{
			keys: ['right', 'l'], does: 'next value', action: {kind: 'turn', by: 1}, whyNot: derived ?? notTurned, isHint: isChoice,
		},
		{
			keys: ['left', 'h'], does: 'value before', action: {kind: 'turn', by: -1}, whyNot: derived ?? notTurned,
		},
		{
			keys: ['enter', 'e'], does: isChoice ? 'next value' : 'type a value', action: isChoice ? {kind: 'turn', by: 1} : {kind: 'type'}, whyNot: derived, isHint: !isChoice,
		},
		{
			keys: ['d', 'backspace'], does: 'default', action: {kind: 'reset'}, whyNot: state.draft.variables[variable.name] === undefined ? 'It is the default already.' : undefined, isHint: true,
		},
		{
			keys: ['tab'], does: 'what follows from it', action: {kind: 'topic'}, isHint: true,
		},
		{
			keys: ['escape', 'q'], does: 'save and back', action: {kind: 'leave'}, isHint: true,
		},
	];
}
