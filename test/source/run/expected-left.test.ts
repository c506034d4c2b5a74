import {expect, test} from 'vitest';
import type {Step} from '../../../source/plan/step.js';
import {expectedLeft} from '../../../source/run/expected-left.js';
import {sh} from '../../../source/shell/command.js';
import {onNode} from '../../../source/shell/place.js';

const aStep = (id: string, node: string, needs: readonly string[] = []): Step => ({
	id, kind: id, stage: 'test', title: id, why: 'A test.', place: onNode(node), needs, probe: sh`true`, commands: [sh`true`], undo: [], optional: false,
});

const usual: Readonly<Record<string, number>> = {
	a: 1000, b: 4000, c: 2000, d: 500,
};
const usualDuration = (id: string) => usual[id];
const noneRuns = new Map<string, number>();

test('what runs side by side is not added up', () => {
	const steps = [aStep('a', 'n1'), aStep('b', 'n2'), aStep('c', 'n3', ['a'])];
	const options = {steps, usualDuration, runningMs: noneRuns};
	expect(expectedLeft({...options, parallel: 8})).toEqual({ms: 4000, untimed: 0});
	expect(expectedLeft({...options, parallel: 1})).toEqual({ms: 7000, untimed: 0});
});

test('steps of one place are added up', () => {
	expect(expectedLeft({
		steps: [aStep('a', 'n1'), aStep('b', 'n1'), aStep('c', 'n1')], parallel: 8, usualDuration, runningMs: noneRuns,
	})).toEqual({ms: 7000, untimed: 0});
});

test('what runs has less left, and never less than nothing', () => {
	const steps = [aStep('a', 'n1'), aStep('d', 'n2'), aStep('c', 'n2', ['a'])];
	expect(expectedLeft({
		steps, parallel: 8, usualDuration, runningMs: new Map([['a', 300], ['d', 9000]]),
	})).toEqual({ms: 2700, untimed: 0});
});

test('steps that nobody has timed are told as such', () => {
	expect(expectedLeft({
		steps: [aStep('a', 'n1'), aStep('new', 'n1')], parallel: 8, usualDuration, runningMs: noneRuns,
	})).toEqual({ms: 1000, untimed: 1});
	expect(expectedLeft({
		steps: [], parallel: 8, usualDuration, runningMs: noneRuns,
	})).toEqual({ms: 0, untimed: 0});
});
