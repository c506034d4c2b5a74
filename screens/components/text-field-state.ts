import type {Binding} from '../keys.js';

/**
A line that is being typed. `cursor` is an offset in the text, always between two characters as a person sees them.
*/
export type TextField = {readonly text: string; readonly cursor: number};

export type Edit =
	| {readonly kind: 'insert'; readonly text: string}
	| {readonly kind: 'left' | 'right' | 'start' | 'end' | 'backspace' | 'delete' | 'delete to start' | 'delete to end' | 'delete word'};

export const textField = (text: string): TextField => ({text, cursor: text.length});

const segmenter = new Intl.Segmenter();

function lengthBefore({text, cursor}: TextField): number {
	return [...segmenter.segment(text.slice(0, cursor))].at(-1)?.segment.length ?? 0;
}

function lengthAfter({text, cursor}: TextField): number {
	return segmenter.segment(text.slice(cursor))[Symbol.iterator]().next().value?.segment.length ?? 0;
}

/**
The field after a key.
*/
export function edited(field: TextField, edit: Edit): TextField {
	const {text, cursor} = field;
	const removed = (from: number, to: number): TextField => ({text: text.slice(0, from) + text.slice(to), cursor: from});
	switch (edit.kind) {
		case 'insert': {
			return {text: text.slice(0, cursor) + edit.text + text.slice(cursor), cursor: cursor + edit.text.length};
		}

		case 'left': {
			return {text, cursor: cursor - lengthBefore(field)};
		}

		case 'right': {
			return {text, cursor: cursor + lengthAfter(field)};
		}

		case 'start': {
			return {text, cursor: 0};
		}

		case 'end': {
			return {text, cursor: text.length};
		}

		case 'backspace': {
			return removed(cursor - lengthBefore(field), cursor);
		}

		case 'delete': {
			return removed(cursor, cursor + lengthAfter(field));
		}

		case 'delete to start': {
			return removed(0, cursor);
		}

		case 'delete to end': {
			return removed(cursor, text.length);
		}

		case 'delete word': {
			const before = text.slice(0, cursor).trimEnd();
			return removed(Math.max(before.lastIndexOf(' '), before.lastIndexOf('\t')) + 1, cursor);
		}
	}
}

/**
The keys of a field that is being typed in.
*/
export const editBindings = <Action>(action: (edit: Edit) => Action): ReadonlyArray<Binding<Action>> => [
	{keys: ['left'], does: 'left', action: action({kind: 'left'})},
	{keys: ['right'], does: 'right', action: action({kind: 'right'})},
	{keys: ['home', 'ctrl-a'], does: 'to the start', action: action({kind: 'start'})},
	{keys: ['end', 'ctrl-e'], does: 'to the end', action: action({kind: 'end'})},
	{keys: ['backspace', 'ctrl-h'], does: 'delete before', action: action({kind: 'backspace'})},
	{keys: ['delete', 'ctrl-d'], does: 'delete after', action: action({kind: 'delete'})},
	{keys: ['ctrl-u'], does: 'delete all before', action: action({kind: 'delete to start'})},
	{keys: ['ctrl-k'], does: 'delete all after', action: action({kind: 'delete to end'})},
	{keys: ['ctrl-w'], does: 'delete the word before', action: action({kind: 'delete word'})},
];

/**
Typed and pasted text goes into the field.
*/
export const textInto = <Action>(action: (edit: Edit) => Action) => ({
	onText: (text: string) => action({kind: 'insert', text}),
	onPaste: (text: string) => action({kind: 'insert', text: text.replace(/\r?\n$/, '')}),
});
