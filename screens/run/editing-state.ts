import {
	type Edit,
	edited,
	textField,
	type TextField,
} from '../components/text-field-state.js';

/**
The commands of the step that is in trouble, as they are to run this once.
*/
export type Editing = {
	readonly texts: readonly string[];
	readonly row: number;
	/**
	The command that is being typed in place.
	*/
	readonly field: TextField | undefined;
};

export type EditingAction =
	| {readonly kind: 'edit row'; readonly by: number}
	| {readonly kind: 'edit here'}
	| {readonly kind: 'edited elsewhere'; readonly text: string}
	| {readonly kind: 'edit'; readonly edit: Edit}
	| {readonly kind: 'take'}
	| {readonly kind: 'stop editing'};

/**
The commands after a key; undefined when the person has left them.
*/
export function updateEditing(editing: Editing, action: EditingAction): Editing | undefined {
	const {texts, row, field} = editing;
	switch (action.kind) {
		case 'edit row': {
			return {...editing, row: (row + action.by + texts.length) % texts.length};
		}

		case 'edit here': {
			return {...editing, field: textField(texts[row]!)};
		}

		case 'edited elsewhere': {
			return {...editing, texts: texts.with(row, action.text.trimEnd()), field: undefined};
		}

		case 'edit': {
			return field ? {...editing, field: edited(field, action.edit)} : editing;
		}

		case 'take': {
			return field ? {...editing, texts: texts.with(row, field.text), field: undefined} : editing;
		}

		case 'stop editing': {
			return field ? {...editing, field: undefined} : undefined;
		}
	}
}
