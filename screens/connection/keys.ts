import {type Edit, editBindings, textInto} from '../components/text-field-state.js';
import type {Keymap} from '../keys.js';
import type {ConnectionAction, ConnectionState} from './state.js';

type Situation = {
	readonly state: ConnectionState;
	/**
	Why the server can't be taken as it is typed.
	*/
	readonly problem: string | undefined;
	readonly saved: string;
};

export function connectionKeys({state, problem, saved}: Situation): Keymap<ConnectionAction> {
	if (state.isTyping) {
		const edit = (action: Edit): ConnectionAction => ({kind: 'edit', edit: action});
		return {
			bindings: [
				{
					keys: ['enter'], does: 'save it and try to reach it', action: {kind: 'submit'}, whyNot: problem, isHint: true,
				},
				{
					keys: ['escape'], does: 'back', action: {kind: 'back', saved}, isHint: true,
				},
				...editBindings(edit),
			],
			...textInto(edit),
		};
	}

	const isReached = state.test.kind === 'reached';
	return {
		bindings: [
			{
				keys: ['e'], does: 'change the server', action: {kind: 'type'}, isHint: true,
			},
			{
				keys: ['t', 'enter'], does: 'try to reach it', action: {kind: 'test'}, whyNot: state.test.kind === 'reaching' ? 'It is being reached.' : problem, isHint: true,
			},
			{
				keys: ['s'], does: 'a terminal there', action: {kind: 'terminal'}, isHint: isReached,
			},
			{
				keys: ['n'], does: 'on to the nodes', action: {kind: 'nodes'}, isHint: true,
			},
			{
				keys: ['escape', 'q'], does: 'back', action: {kind: 'back', saved}, isHint: true,
			},
		],
	};
}
