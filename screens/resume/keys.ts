import type {Plan} from '../../source/plan/step.js';
import {menuBindings} from '../home/keys.js';
import {moveBindings} from '../components/list-state.js';
import type {Binding, Keymap} from '../keys.js';
import type {ResumeAction, ResumeState} from './state.js';

export function resumeKeys({page}: ResumeState, plan: Plan | undefined, isLooking: boolean): Keymap<ResumeAction> {
	const back: Binding<ResumeAction> = {
		keys: ['escape', 'q'], does: 'back', action: {kind: 'back'}, isHint: true,
	};
	if (plan === undefined) {
		return {bindings: [back]};
	}

	const look: Binding<ResumeAction> = {
		keys: ['p'], does: 'ask the lab again', action: {kind: 'look'}, whyNot: isLooking ? 'The lab is being asked.' : undefined, isHint: true,
	};
	switch (page.kind) {
		case 'what': {
			return {bindings: [...menuBindings<ResumeAction>({kind: 'menu'}), look, back]};
		}

		case 'pick': {
			return {
				bindings: [
					{
						keys: ['enter'], does: 'choose', action: {kind: 'pick', plan}, isHint: true,
					},
					look,
					back,
					...moveBindings<ResumeAction>(move => ({kind: 'move', move, plan})),
				],
			};
		}

		case 'mode': {
			return {bindings: [...menuBindings<ResumeAction>({kind: 'menu'}), back]};
		}
	}
}
