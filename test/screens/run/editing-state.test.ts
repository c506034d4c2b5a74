import {expect, test} from 'vitest';
import {runKeys} from '../../../screens/run/keys.js';
import {lookUp} from '../../../screens/keys.js';
import {type RunScreenState, updateRunScreen, watching} from '../../../screens/run/screen-state.js';
import type {RunController} from '../../../screens/run/controller.js';

// What the keys look at of a run that has met trouble.
const run = {request: {kind: 'trouble', trouble: {}}, isStopAsked: false} as unknown as RunController;

function press(state: RunScreenState, ...names: readonly string[]) {
	let current = state;
	for (const name of names) {
		const outcome = lookUp(runKeys(current, run), name);
		if (outcome.kind === 'act') {
			[current] = updateRunScreen(current, outcome.action);
		}
	}

	return current;
}

test('a letter that is bound elsewhere is only a letter while a command is typed', () => {
	const [editing] = updateRunScreen(watching, {kind: 'start editing', texts: ['false', 'a\nb']});
	const typed = press(editing, 'enter', 'ctrl-u', 'o', 'r', 'q');
	expect(typed.editing?.field?.text).toBe('orq');
	expect(press(typed, 'enter').editing).toEqual({texts: ['orq', 'a\nb'], row: 0, field: undefined});
	expect(press(typed, 'escape').editing?.texts).toEqual(['false', 'a\nb']);
	expect(press(editing, 'down', 'enter').editing?.field).toBeUndefined();
	expect(press(editing, 'escape').editing).toBeUndefined();
});
