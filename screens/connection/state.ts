import {
	type Edit,
	edited,
	textField,
	type TextField,
} from '../components/text-field-state.js';

/**
How a test of the connection went.
*/
export type Test =
	| {readonly kind: 'none'}
	| {readonly kind: 'reaching'; readonly server: string}
	| {readonly kind: 'reached'; readonly server: string}
	| {readonly kind: 'failed'; readonly server: string; readonly lines: readonly string[]};

export type ConnectionState = {
	readonly field: TextField;
	readonly isTyping: boolean;
	readonly test: Test;
};

export type ConnectionAction =
	| {readonly kind: 'type'}
	| {readonly kind: 'edit'; readonly edit: Edit}
	/**
	What was typed is taken.
	*/
	| {readonly kind: 'submit'}
	| {readonly kind: 'test'}
	| {readonly kind: 'tested'; readonly test: Test}
	| {readonly kind: 'terminal'}
	| {readonly kind: 'nodes'}
	| {readonly kind: 'back'; readonly saved: string};

export type ConnectionEffect =
	| {readonly kind: 'save and test'; readonly server: string}
	| {readonly kind: 'terminal'}
	| {readonly kind: 'nodes'}
	| {readonly kind: 'back'};

export const connectionState = (server: string | undefined): ConnectionState => ({field: textField(server ?? ''), isTyping: server === undefined, test: {kind: 'none'}});

export function updateConnection(state: ConnectionState, action: ConnectionAction): readonly [ConnectionState, ConnectionEffect?] {
	switch (action.kind) {
		case 'type': {
			return [{...state, isTyping: true}];
		}

		case 'edit': {
			return [{...state, field: edited(state.field, action.edit)}];
		}

		case 'submit':
		case 'test': {
			const server = state.field.text;
			return [{...state, isTyping: false, test: {kind: 'reaching', server}}, {kind: 'save and test', server}];
		}

		case 'tested': {
			// A late answer about a server that is not meant any more says nothing.
			const isMeant = state.test.kind === 'reaching' && action.test.kind !== 'none' && action.test.server === state.test.server;
			return [isMeant ? {...state, test: action.test} : state];
		}

		case 'terminal': {
			return [state, {kind: 'terminal'}];
		}

		case 'nodes': {
			return [state, {kind: 'nodes'}];
		}

		case 'back': {
			// What was typed and not taken is given up; without any server there is nothing to go back to but home.
			return state.isTyping && action.saved !== '' ? [{...state, isTyping: false, field: textField(action.saved)}] : [state, {kind: 'back'}];
		}
	}
}
