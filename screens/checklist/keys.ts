import {moveBindings} from '../components/list-state.js';
import {type Edit, editBindings, textInto} from '../components/text-field-state.js';
import type {Keymap} from '../keys.js';
import type {ChecklistAction, ChecklistState, Page} from './state.js';

export function checklistKeys({search}: ChecklistState, page: Page): Keymap<ChecklistAction> {
	if (search.kind === 'typing') {
		const edit = (action: Edit): ChecklistAction => ({kind: 'edit', edit: action});
		return {
			bindings: [
				{
					keys: ['enter'], does: 'search', action: {kind: 'submit', page}, isHint: true,
				},
				{
					keys: ['escape'], does: 'no search', action: {kind: 'back'}, isHint: true,
				},
				...editBindings(edit),
			],
			...textInto(edit),
		};
	}

	const none = search.kind === 'found' ? undefined : '/ searches first.';
	return {
		bindings: [
			...moveBindings<ChecklistAction>(move => ({kind: 'move', move, page})),
			{
				keys: ['/'], does: 'search', action: {kind: 'search'}, isHint: true,
			},
			{
				keys: ['n'], does: 'the next', action: {kind: 'next', by: 1, page}, whyNot: none, isHint: true,
			},
			{
				keys: ['N'], does: 'the one before', action: {kind: 'next', by: -1, page}, whyNot: none,
			},
			{
				keys: ['escape', 'q'], does: 'back', action: {kind: 'back'}, isHint: true,
			},
		],
	};
}
