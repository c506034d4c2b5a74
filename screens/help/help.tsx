import {use, useState} from 'react';
import {
	bold,
	dim,
	type StyledLine,
	Lines,
} from '../components/line.js';
import {fit} from '../components/text.js';
import {type Keymap, glyph} from '../keys.js';
import {KeyRouterContext, ranks, useKeymap} from '../key-router.js';
import {useWizard} from '../wizard-context.js';
import type {BodySize} from '../components/frame.js';

/**
The keys of a screen, a line each.
*/
export function helpLines(keymap: Keymap<unknown>): readonly StyledLine[] {
	return [
		[bold('Keys of this screen')],
		...keymap.bindings.map(({keys, does, whyNot}): StyledLine => [
			{text: fit(keys.map(key => glyph(key)).join(' or '), 22)},
			whyNot === undefined ? {text: does} : dim(`${does} (not now: ${whyNot})`),
		]),
		[],
		[{text: fit('?', 22)}, {text: 'these keys; any key goes back'}],
		[{text: fit('Ctrl-C', 22)}, {text: 'leave; during a run: stop, and ask how'}],
		[{text: fit('Ctrl-Z', 22)}, {text: 'to the shell; fg comes back'}],
	];
}

/**
`?`: what can be pressed here.
*/
export function Help({width, height}: BodySize) {
	const router = use(KeyRouterContext);
	const {state} = useWizard();
	// What was on top before this overlay came.
	const [lines] = useState(() => helpLines(router.top()?.keymap() ?? {bindings: []}));
	useKeymap(() => ({bindings: []}), () => undefined, ranks.help);
	return state.isHelpShown ? <Lines of={lines} height={height} width={width}/> : null;
}
