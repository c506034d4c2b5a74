import type {ArrayName, LabDefinition} from '../../source/lab/definition.js';
import {checkNodeName, validateLab} from '../../source/lab/validate.js';
import {type Move, moved} from '../components/list-state.js';
import {
	type Edit,
	edited,
	textField,
	type TextField,
} from '../components/text-field-state.js';
import {
	paste,
	peerOf,
	proposedName,
	withArray,
} from './naming.js';
import {rowOf, rowsOf} from './rows.js';

/**
What a pair's other half can be made to follow.
*/
export type Offer =
	| {readonly kind: 'add'; readonly array: ArrayName; readonly name: string}
	| {readonly kind: 'remove'; readonly array: ArrayName; readonly name: string}
	| {readonly kind: 'rename'; readonly array: ArrayName; readonly name: string; readonly to: string};

export type NodesMode =
	| {readonly kind: 'browse'}
	/**
	A name is being typed; `index` is the node that gets it, or the array's length for a new one.
	*/
	| {readonly kind: 'name'; readonly array: ArrayName; readonly index: number; readonly field: TextField}
	| {readonly kind: 'offer'; readonly offer: Offer}
	/**
	The person wants to go, and the lab breaks rules.
	*/
	| {readonly kind: 'leave'};

export type NodesState = {
	/**
	The lab as the form has it; saved when the form is left.
	*/
	readonly draft: LabDefinition;
	readonly row: number;
	readonly mode: NodesMode;
	readonly earlier: readonly LabDefinition[];
	/**
	What the last action had to say.
	*/
	readonly notices: readonly string[];
};

export type NodesAction =
	| {readonly kind: 'move'; readonly move: Move}
	| {readonly kind: 'add'}
	| {readonly kind: 'rename'}
	| {readonly kind: 'remove'}
	| {readonly kind: 'reorder'; readonly by: -1 | 1}
	| {readonly kind: 'undo'}
	| {readonly kind: 'paste'; readonly text: string}
	| {readonly kind: 'edit'; readonly edit: Edit}
	| {readonly kind: 'submit'}
	| {readonly kind: 'cancel'}
	| {readonly kind: 'answer'; readonly isYes: boolean}
	| {readonly kind: 'leave'}
	| {readonly kind: 'discard'};

export type NodesEffect = {readonly kind: 'save'; readonly definition: LabDefinition} | {readonly kind: 'back'};

export const nodesState = (definition: LabDefinition): NodesState => ({
	draft: definition, row: 0, mode: {kind: 'browse'}, earlier: [], notices: [],
});

/**
The array and node that the selection is on.
*/
export const selected = ({draft, row}: NodesState) => rowsOf(draft.arrays)[row]!;

/**
The lab with the name that is being typed in its place.
*/
export function definitionAsTyped({draft, mode}: NodesState): LabDefinition {
	return mode.kind === 'name' ? withName(draft, mode.array, mode.index, mode.field.text) : draft;
}

/**
What is wrong with the name that is being typed.
*/
export const typedProblem = ({draft, mode}: NodesState) =>
	mode.kind === 'name' ? checkNodeName(mode.array, mode.field.text, draft, mode.index) : undefined;

export function updateNodes(state: NodesState, action: NodesAction): readonly [NodesState, NodesEffect?] {
	const {draft, mode} = state;
	switch (action.kind) {
		case 'move': {
			return [{...state, row: moved(state.row, action.move, rowsOf(draft.arrays).map(() => true)), notices: []}];
		}

		case 'add': {
			const {array} = selected(state);
			return [{
				...state, notices: [], mode: {
					kind: 'name', array, index: draft.arrays[array].length, field: textField(proposedName(array, draft)),
				},
			}];
		}

		case 'rename': {
			const {array, index} = selected(state);
			return index === undefined
				? updateNodes(state, {kind: 'add'})
				: [{
					...state, notices: [], mode: {
						kind: 'name', array, index, field: textField(draft.arrays[array][index]!),
					},
				}];
		}

		case 'remove': {
			return [removed(state)];
		}

		case 'reorder': {
			return [reordered(state, action.by)];
		}

		case 'undo': {
			const before = state.earlier.at(-1);
			return [before
				? clamped({
					...state, draft: before, earlier: state.earlier.slice(0, -1), notices: ['Undone.'],
				})
				: state];
		}

		case 'paste': {
			return [pasted(state, action.text)];
		}

		case 'edit': {
			return [mode.kind === 'name' ? {...state, mode: {...mode, field: edited(mode.field, action.edit)}} : state];
		}

		case 'submit': {
			return [submitted(state)];
		}

		case 'cancel': {
			return [{...state, mode: {kind: 'browse'}}];
		}

		case 'answer': {
			return [mode.kind === 'offer' ? answered(state, mode.offer, action.isYes) : state];
		}

		case 'leave': {
			if (state.earlier.length === 0) {
				return [state, {kind: 'back'}];
			}

			return validateLab(draft).length > 0 ? [{...state, mode: {kind: 'leave'}}] : [state, {kind: 'save', definition: draft}];
		}

		case 'discard': {
			return [state, {kind: 'back'}];
		}
	}
}

function withNames(definition: LabDefinition, array: ArrayName, names: readonly string[]): LabDefinition {
	return {...definition, arrays: withArray(definition.arrays, array, names)};
}

// An index past the end adds the name.
function withName(definition: LabDefinition, array: ArrayName, index: number, name: string): LabDefinition {
	const names = [...definition.arrays[array]];
	names[index] = name;
	return withNames(definition, array, names);
}

const changed = (state: NodesState, draft: LabDefinition): NodesState => ({
	...state, draft, earlier: [...state.earlier, state.draft], notices: [], mode: {kind: 'browse'},
});

const clamped = (state: NodesState): NodesState => ({...state, row: Math.min(state.row, rowsOf(state.draft.arrays).length - 1)});

const offering = (state: NodesState, offer: Offer): NodesState => ({...state, mode: {kind: 'offer', offer}});

function removed(state: NodesState): NodesState {
	const {array, index} = selected(state);
	if (index === undefined) {
		return state;
	}

	const name = state.draft.arrays[array][index]!;
	const left = withNames(state.draft, array, state.draft.arrays[array].toSpliced(index, 1));
	const next = clamped(changed(state, left));
	const peer = peerOf(array, name);
	return peer && next.draft.arrays[peer.array].includes(peer.name) ? offering(next, {kind: 'remove', ...peer}) : next;
}

function reordered(state: NodesState, by: -1 | 1): NodesState {
	const {array, index} = selected(state);
	const names = state.draft.arrays[array];
	if (index === undefined || names[index + by] === undefined) {
		return state;
	}

	const swapped = names.with(index, names[index + by]!).with(index + by, names[index]!);
	return {...changed(state, withNames(state.draft, array, swapped)), row: state.row + by};
}

function pasted(state: NodesState, text: string): NodesState {
	const {definition, added, refused} = paste(text, selected(state).array, state.draft);
	const next = added.length > 0 ? changed(state, definition) : {...state, mode: {kind: 'browse'} as const};
	return {...next, notices: [`Pasted ${added.length === 0 ? 'nothing' : added.join(', ')}${refused.length > 0 ? `; refused ${refused.length}:` : '.'}`, ...refused]};
}

function submitted(state: NodesState): NodesState {
	const {mode, draft} = state;
	// The rule stands at the field; a name that breaks it is not taken.
	if (mode.kind !== 'name' || typedProblem(state)) {
		return state;
	}

	const {array, index, field: {text: name}} = mode;
	const old = draft.arrays[array][index];
	if (old === name) {
		return {...state, mode: {kind: 'browse'}};
	}

	const next = changed(state, withName(draft, array, index, name));
	const chosen = {...next, row: rowOf(next.draft.arrays, array, index)};
	const offer = followUp(next.draft, {array, old, name});
	return offer ? offering(chosen, offer) : chosen;
}

function followUp(draft: LabDefinition, {array, old, name}: {readonly array: ArrayName; readonly old: string | undefined; readonly name: string}): Offer | undefined {
	const peer = peerOf(array, name);
	if (!peer || draft.arrays[peer.array].includes(peer.name)) {
		return undefined;
	}

	const oldPeer = old === undefined ? undefined : peerOf(array, old);
	const index = oldPeer ? draft.arrays[peer.array].indexOf(oldPeer.name) : -1;
	if (oldPeer && index !== -1) {
		return checkNodeName(peer.array, peer.name, draft, index) ? undefined : {kind: 'rename', ...oldPeer, to: peer.name};
	}

	return checkNodeName(peer.array, peer.name, draft) ? undefined : {kind: 'add', ...peer};
}

function answered(state: NodesState, offer: Offer, isYes: boolean): NodesState {
	if (!isYes) {
		return {...state, mode: {kind: 'browse'}};
	}

	const names = state.draft.arrays[offer.array];
	const index = names.indexOf(offer.name);
	const next = {
		add: [...names, offer.name],
		remove: names.toSpliced(index, 1),
		rename: offer.kind === 'rename' ? names.with(index, offer.to) : names,
	}[offer.kind];
	const {array, index: at} = selected(state);
	const done = changed(state, withNames(state.draft, offer.array, next));
	// The rows above may have become more or fewer: stay on the same node.
	return clamped({...done, row: rowOf(done.draft.arrays, array, at)});
}
