import type {LabDefinition} from '../source/lab/definition.js';
import type {Route} from './routes.js';

/**
What the wizard shows, whatever the screen.
*/
export type WizardState = {
	/**
	Screens that can be gone back to; the last is shown. Never empty.
	*/
	readonly routes: readonly Route[];
	readonly definition: LabDefinition | undefined;
	/**
	One line above the keys: what was done, or why a key does nothing.
	*/
	readonly status: string;
	readonly isHelpShown: boolean;
	/**
	Ctrl-C was pressed, and once more leaves.
	*/
	readonly isLeaving: boolean;
};

export type WizardAction =
	| {readonly kind: 'go'; readonly route: Route}
	/**
	Goes back to home and from there to a screen.
	*/
	| {readonly kind: 'start at'; readonly route: Route}
	| {readonly kind: 'back'}
	| {readonly kind: 'use'; readonly definition: LabDefinition | undefined}
	| {readonly kind: 'say'; readonly text: string}
	| {readonly kind: 'key'}
	| {readonly kind: 'help'}
	| {readonly kind: 'ctrl-c'};

/**
The screen that is shown.
*/
export const routeOf = ({routes}: WizardState): Route => routes.at(-1)!;

export function updateWizard(state: WizardState, action: WizardAction): readonly [WizardState, 'leave'?] {
	switch (action.kind) {
		case 'go': {
			return [routeOf(state) === action.route ? state : {...state, routes: [...state.routes, action.route]}];
		}

		case 'start at': {
			return [{...state, routes: action.route === 'home' ? ['home'] : ['home', action.route]}];
		}

		case 'back': {
			return [state.routes.length > 1 ? {...state, routes: state.routes.slice(0, -1)} : state];
		}

		case 'use': {
			return [{...state, definition: action.definition}];
		}

		case 'say': {
			return [{...state, status: action.text}];
		}

		case 'key': {
			return [state.status === '' && !state.isLeaving ? state : {...state, status: '', isLeaving: false}];
		}

		case 'help': {
			return [{...state, isHelpShown: !state.isHelpShown}];
		}

		case 'ctrl-c': {
			return state.isLeaving ? [state, 'leave'] : [{...state, isLeaving: true, status: 'Press Ctrl-C again to leave.'}];
		}
	}
}
