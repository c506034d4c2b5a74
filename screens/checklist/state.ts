import type {Move} from '../components/list-state.js';
import {
	type Edit,
	edited,
	textField,
	type TextField,
} from '../components/text-field-state.js';

export type ChecklistState = {
	/**
	First line that is shown.
	*/
	readonly top: number;
	readonly search: {readonly kind: 'none'} | {readonly kind: 'typing'; readonly field: TextField} | {readonly kind: 'found'; readonly text: string; readonly line: number};
	readonly notice: string;
};

/**
The text that is searched and scrolled, and how much of it is seen.
*/
export type Page = {readonly texts: readonly string[]; readonly height: number};

export type ChecklistAction =
	| {readonly kind: 'move'; readonly move: Move; readonly page: Page}
	| {readonly kind: 'search'}
	| {readonly kind: 'edit'; readonly edit: Edit}
	| {readonly kind: 'submit'; readonly page: Page}
	| {readonly kind: 'next'; readonly by: 1 | -1; readonly page: Page}
	| {readonly kind: 'back'};

export const checklistState: ChecklistState = {top: 0, search: {kind: 'none'}, notice: ''};

export function updateChecklist(state: ChecklistState, action: ChecklistAction): readonly [ChecklistState, 'back'?] {
	const {search} = state;
	switch (action.kind) {
		case 'move': {
			return [{...state, top: scrolled(state.top, action.move, action.page), notice: ''}];
		}

		case 'search': {
			return [{...state, search: {kind: 'typing', field: textField('')}, notice: ''}];
		}

		case 'edit': {
			return [search.kind === 'typing' ? {...state, search: {...search, field: edited(search.field, action.edit)}} : state];
		}

		case 'submit': {
			return [search.kind === 'typing' ? found({...state, search: {kind: 'found', text: search.field.text, line: state.top - 1}}, 1, action.page) : state];
		}

		case 'next': {
			return [found(state, action.by, action.page)];
		}

		case 'back': {
			return search.kind === 'none' ? [state, 'back'] : [{...state, search: {kind: 'none'}, notice: ''}];
		}
	}
}

function scrolled(top: number, move: Move, {texts, height}: Page): number {
	const last = Math.max(0, texts.length - height);
	const targets: Readonly<Record<Move, number>> = {
		up: top - 1, down: top + 1, 'page up': top - height + 1, 'page down': top + height - 1, first: 0, last,
	};
	return Math.max(0, Math.min(last, targets[move]));
}

function found(state: ChecklistState, by: 1 | -1, page: Page): ChecklistState {
	const {search} = state;
	if (search.kind !== 'found' || search.text === '') {
		return {...state, search: {kind: 'none'}};
	}

	const wanted = search.text.toLowerCase();
	const {length} = page.texts;
	for (let step = 1; step <= length; step++) {
		const line = (((search.line + (step * by)) % length) + length) % length;
		if (page.texts[line]!.toLowerCase().includes(wanted)) {
			const top = Math.max(0, Math.min(length - page.height, line - 2));
			return {top, search: {...search, line}, notice: ''};
		}
	}

	return {...state, search: {kind: 'none'}, notice: `${search.text} does not occur.`};
}
