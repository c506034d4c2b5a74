import type {Plan} from '../../source/plan/step.js';
import {menuBindings} from '../home/keys.js';
import {moveBindings} from '../components/list-state.js';
import {type Edit, editBindings, textInto} from '../components/text-field-state.js';
import type {Binding, Keymap} from '../keys.js';
import type {RemovalAction, RemovalState} from './state.js';

const pageRows = 10;

export function removalKeys({page}: RemovalState, plan: Plan | undefined, labName: string): Keymap<RemovalAction> {
	const back: Binding<RemovalAction> = {
		keys: page.kind === 'confirm' ? ['escape'] : ['escape', 'q'], does: 'back', action: {kind: 'back'}, isHint: true,
	};
	if (plan === undefined) {
		return {bindings: [back]};
	}

	switch (page.kind) {
		case 'what':
		case 'stage': {
			return {bindings: [...menuBindings<RemovalAction>({kind: 'menu'}), back]};
		}

		case 'step': {
			return {
				bindings: [
					{
						keys: ['enter'], does: 'undo this', action: {kind: 'pick', plan}, isHint: true,
					},
					back,
					...moveBindings<RemovalAction>(move => ({kind: 'move', move, plan})),
				],
			};
		}

		case 'asking':
		case 'told': {
			return {bindings: [back]};
		}

		case 'confirm': {
			const edit = (action: Edit): RemovalAction => ({kind: 'edit', edit: action});
			const whyNot = page.field.text === labName ? undefined : `Type the lab's name, ${labName}, first.`;
			return {
				bindings: [
					{
						keys: ['enter'], does: 'do it', action: {kind: 'submit'}, whyNot, isHint: true,
					},
					back,
					{
						keys: ['page down'], does: 'read on', action: {kind: 'scroll', by: pageRows}, isHint: true,
					},
					{keys: ['page up'], does: 'read back', action: {kind: 'scroll', by: -pageRows}},
					{keys: ['down'], does: 'a line on', action: {kind: 'scroll', by: 1}},
					{keys: ['up'], does: 'a line back', action: {kind: 'scroll', by: -1}},
					...editBindings(edit).filter(({keys}) => !keys.includes('up') && !keys.includes('down')),
				],
				...textInto(edit),
			};
		}
	}
}
