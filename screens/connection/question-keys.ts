import type {Question} from '../../source/connection/connection.js';
import {editBindings, textInto} from '../components/text-field-state.js';
import type {Keymap} from '../keys.js';
import type {QuestionAction} from './question-state.js';

export function questionKeys(question: Question): Keymap<QuestionAction> {
	if (question.kind === 'host-key') {
		return {
			bindings: [
				{
					keys: ['y'], does: 'accept this key', action: {kind: 'accept'}, isHint: true,
				},
				{
					keys: ['n', 'escape', 'ctrl-c'], does: 'refuse it', action: {kind: 'refuse'}, isHint: true,
				},
				{
					keys: ['enter'], does: 'accept', action: {kind: 'accept'}, whyNot: 'A key is accepted by y, so that no Enter that was meant for something else accepts it.',
				},
			],
		};
	}

	const edit = (action: Extract<QuestionAction, {kind: 'edit'}>['edit']): QuestionAction => ({kind: 'edit', edit: action});
	return {
		bindings: [
			{
				keys: ['enter'], does: 'answer', action: {kind: 'submit'}, isHint: true,
			},
			{
				keys: ['escape', 'ctrl-c'], does: 'no answer', action: {kind: 'refuse'}, isHint: true,
			},
			...editBindings(edit),
		],
		...textInto(edit),
	};
}
