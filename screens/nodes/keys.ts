import {moveBindings} from '../components/list-state.js';
import {type Edit, editBindings, textInto} from '../components/text-field-state.js';
import type {Keymap} from '../keys.js';
import {
	type NodesAction,
	type NodesState,
	selected,
	typedProblem,
} from './state.js';

export function nodesKeys(state: NodesState): Keymap<NodesAction> {
	switch (state.mode.kind) {
		case 'browse': {
			return browseKeys(state);
		}

		case 'name': {
			const edit = (action: Edit): NodesAction => ({kind: 'edit', edit: action});
			return {
				bindings: [
					{
						keys: ['enter'], does: 'take the name', action: {kind: 'submit'}, whyNot: typedProblem(state)?.message, isHint: true,
					},
					{
						keys: ['escape'], does: 'leave it as it was', action: {kind: 'cancel'}, isHint: true,
					},
					...editBindings(edit),
				],
				...textInto(edit),
				onPaste: text => /\S\s+\S/.test(text) ? {kind: 'paste', text} : edit({kind: 'insert', text: text.replace(/\r?\n$/, '')}),
			};
		}

		case 'offer': {
			return {
				bindings: [
					{
						keys: ['y', 'enter'], does: 'yes', action: {kind: 'answer', isYes: true}, isHint: true,
					},
					{
						keys: ['n', 'escape'], does: 'no', action: {kind: 'answer', isYes: false}, isHint: true,
					},
				],
			};
		}

		case 'leave': {
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
	}
}

function browseKeys(state: NodesState): Keymap<NodesAction> {
	const {array, index} = selected(state);
	const names = state.draft.arrays[array];
	const onArray = index === undefined ? 'Choose a node first: this row is a list.' : undefined;
	return {
		bindings: [
			{
				keys: ['a', '+'], does: 'add', action: {kind: 'add'}, isHint: true,
			},
			{
				keys: ['enter', 'r'], does: 'rename', action: {kind: 'rename'}, isHint: true,
			},
			{
				keys: ['x', 'delete', '-'], does: 'remove', action: {kind: 'remove'}, whyNot: onArray, isHint: true,
			},
			{
				keys: ['K', 'shift-up', '['], does: 'move it up', action: {kind: 'reorder', by: -1}, whyNot: onArray ?? (index === 0 ? 'It is the first of its list.' : undefined),
			},
			{
				keys: ['J', 'shift-down', ']'], does: 'move it down', action: {kind: 'reorder', by: 1}, whyNot: onArray ?? (index === names.length - 1 ? 'It is the last of its list.' : undefined),
			},
			{
				keys: ['u'], does: 'undo', action: {kind: 'undo'}, whyNot: state.earlier.length === 0 ? 'Nothing has been changed.' : undefined, isHint: true,
			},
			{
				keys: ['escape', 'q'], does: 'save and back', action: {kind: 'leave'}, isHint: true,
			},
			...moveBindings<NodesAction>(move => ({kind: 'move', move})),
		],
		onPaste: text => ({kind: 'paste', text}),
	};
}
