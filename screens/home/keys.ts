import type {Binding, Keymap} from '../keys.js';

export type HomeAction = {readonly kind: 'look'} | {readonly kind: 'quit'} | {readonly kind: 'menu'};

/**
Keys that a menu takes by itself; named here so that `?` shows them.
*/
export const menuBindings = <Action>(action: Action, digits?: string): ReadonlyArray<Binding<Action>> => [
	{keys: ['up', 'k', 'down', 'j'], does: 'move', action},
	{
		keys: ['enter'], does: 'open', action, isHint: true,
	},
	...(digits === undefined ? [] : [{keys: [...'123456789'], does: digits, action}]),
];

export const homeKeys = (whyNotLook: string | undefined): Keymap<HomeAction> => ({
	bindings: [
		...menuBindings<HomeAction>({kind: 'menu'}, 'open the entry of that number'),
		{
			keys: ['p'], does: 'ask where the lab stands', action: {kind: 'look'}, whyNot: whyNotLook, isHint: true,
		},
		{
			keys: ['q'], does: 'quit', action: {kind: 'quit'}, isHint: true,
		},
	],
});
