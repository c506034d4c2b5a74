import {
	type Edit,
	edited,
	textField,
	type TextField,
	editBindings,
	textInto,
} from '../components/text-field-state.js';
import type {Keymap} from '../keys.js';

/**
A name that is being typed.
*/
export type NameState = {readonly field: TextField};

export type NameAction =
	| {readonly kind: 'edit'; readonly edit: Edit}
	| {readonly kind: 'submit'}
	| {readonly kind: 'back'};

export type NameEffect = {readonly kind: 'named'; readonly name: string} | {readonly kind: 'back'};

export const nameState = (text: string): NameState => ({field: textField(text)});

/**
The effect is what the person decided; whether the name will do is for the screen to say.
*/
export function updateName(state: NameState, action: NameAction): readonly [NameState, NameEffect?] {
	switch (action.kind) {
		case 'edit': {
			return [{field: edited(state.field, action.edit)}];
		}

		case 'submit': {
			return [state, {kind: 'named', name: state.field.text}];
		}

		case 'back': {
			return [state, {kind: 'back'}];
		}
	}
}

export function nameKeys(does: string, whyNot: string | undefined): Keymap<NameAction> {
	const edit = (action: Edit): NameAction => ({kind: 'edit', edit: action});
	return {
		bindings: [
			{
				keys: ['enter'], does, action: {kind: 'submit'}, whyNot, isHint: true,
			},
			{
				keys: ['escape'], does: 'back', action: {kind: 'back'}, isHint: true,
			},
			...editBindings(edit),
		],
		...textInto(edit),
	};
}
