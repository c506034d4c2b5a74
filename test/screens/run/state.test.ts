import {expect, test} from 'vitest';
import {noProgress, progressed} from '../../../screens/run/state.js';
import type {RunEvent} from '../../../source/run/events.js';

const at = '2026-01-01T00:00:00.000Z';

const after = (...events: readonly RunEvent[]) => {
	let progress = noProgress(['a']);
	for (const event of events) {
		progress = progressed(progress, event);
	}

	return progress;
};

const waiting: RunEvent = {
	type: 'note', step: 'a', at, text: 'Waiting for an earlier run',
};

test('what a step waits for is said as long as it waits, and no longer', () => {
	expect(after(waiting).steps.get('a')!.note).toBe('Waiting for an earlier run');
	const output: RunEvent = {
		type: 'output', step: 'a', stream: 'stdout', chunk: new Uint8Array(),
	};
	expect(after(waiting, output).steps.get('a')!.note).toBe('');
	const next: RunEvent = {
		type: 'command.started', step: 'a', at, index: 1, place: {kind: 'remote'}, text: 'true',
	};
	expect(after(waiting, next).steps.get('a')!.note).toBe('');
});

test('a place is being reached until it is', () => {
	expect(after({type: 'place.connecting', place: {kind: 'node', name: 'infra-2'}, at}).note).toBe('Reaching infra-2');
	expect(after({type: 'place.connecting', place: {kind: 'remote'}, at}, {type: 'place.connected', place: {kind: 'remote'}, at}).note).toBe('');
});
