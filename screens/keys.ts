import type {Key} from 'ink';

/**
A key by its name: `up`, `enter`, `ctrl-c`, `alt-x`, or the character itself.
*/
export type KeyName = string;

const named = {
	upArrow: 'up',
	downArrow: 'down',
	leftArrow: 'left',
	rightArrow: 'right',
	pageUp: 'page up',
	pageDown: 'page down',
	home: 'home',
	end: 'end',
	return: 'enter',
	escape: 'escape',
	backspace: 'backspace',
	delete: 'delete',
} as const;

/**
The name of the key that Ink told about.
*/
export function keyName(input: string, key: Key): KeyName {
	if (key.tab) {
		return key.shift ? 'shift-tab' : 'tab';
	}

	const names = Object.entries(named) as ReadonlyArray<readonly [keyof typeof named, string]>;
	const name = names.find(([field]) => key[field])?.[1];
	if (name !== undefined) {
		return name !== 'enter' && key.shift ? `shift-${name}` : name;
	}

	// Ctrl-J is what some terminals send for Enter.
	if (input === '\n' || input === '\r') {
		return 'enter';
	}

	if (key.ctrl) {
		return `ctrl-${input}`;
	}

	return key.meta ? `alt-${input}` : input;
}

/**
What a key does on a screen. `whyNot` says why it does nothing now.
*/
export type Binding<Action> = {
	readonly keys: readonly KeyName[];
	/**
	For `?`: `add a node`.
	*/
	readonly does: string;
	readonly action: Action;
	readonly whyNot?: string | undefined;
	/**
	Named in the last line of the screen.
	*/
	readonly isHint?: boolean;
};

/**
The keys of a screen in one of its states.
*/
export type Keymap<Action> = {
	readonly bindings: ReadonlyArray<Binding<Action>>;
	/**
	Takes what is typed or pasted and bound to nothing.
	*/
	readonly onText?: (text: string) => Action;
	readonly onPaste?: (text: string) => Action;
};

export type KeyOutcome<Action> =
	| {readonly kind: 'act'; readonly action: Action}
	| {readonly kind: 'nothing'; readonly reason: string};

const isText = (name: KeyName): boolean => [...name].length === 1;

/**
What a key means here. A key that does nothing has a reason.
*/
export function lookUp<Action>(keymap: Keymap<Action>, name: KeyName): KeyOutcome<Action> {
	const binding = keymap.bindings.find(({keys}) => keys.includes(name));
	if (binding) {
		return binding.whyNot === undefined ? {kind: 'act', action: binding.action} : {kind: 'nothing', reason: binding.whyNot};
	}

	return keymap.onText && isText(name) ? {kind: 'act', action: keymap.onText(name)} : {kind: 'nothing', reason: `${JSON.stringify(name)} does nothing here; ? shows the keys of this screen.`};
}

const glyphs: Readonly<Record<string, string>> = {
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	'shift-up': 'Shift-↑',
	'shift-down': 'Shift-↓',
	'page up': 'PgUp',
	'page down': 'PgDn',
	home: 'Home',
	end: 'End',
	enter: 'Enter',
	escape: 'Esc',
	tab: 'Tab',
	'shift-tab': 'Shift-Tab',
	' ': 'Space',
	backspace: 'Backspace',
	delete: 'Del',
};

/**
A key as a person reads it.
*/
export const glyph = (name: KeyName): string => glyphs[name] ?? name.replace(/^ctrl-./, match => `Ctrl-${match.at(-1)!.toUpperCase()}`);

/**
What the last line of a screen names: `Enter open`, `a add`, `Esc back`.
*/
export const hints = (keymap: Keymap<unknown>): readonly string[] =>
	keymap.bindings
		.filter(binding => binding.isHint && binding.whyNot === undefined)
		.map(({keys, does}) => `${glyph(keys[0]!)} ${does}`);
