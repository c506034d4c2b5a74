import {expect, test} from 'vitest';
import {compare} from '../../bench/comparison.js';
import type {Sample} from '../../bench/measurement.js';
import {resultOf} from '../../bench/results.js';

const measurement = {
	name: 'step',
	title: 'A step',
	ours: ['step'],
	budgets: [
		{
			what: 'a step', value: 'step', per: 'ssh', atMost: 2,
		},
		{what: 'a step', value: 'step', atMost: 100},
	],
};
const result = (...samples: readonly Sample[]) => resultOf(measurement, samples);

test('a budget holds up to its limit', () => {
	const {verdicts, series} = result({step: 100, ssh: 50});
	expect(verdicts.map(({is, holds}) => ({is, holds}))).toEqual([{is: 2, holds: true}, {is: 100, holds: true}]);
	expect(series).toEqual({step: {median: 100, spread: 0, count: 1}, ssh: {median: 50, spread: 0, count: 1}});
	expect(result({step: 101, ssh: 50}).verdicts.map(({holds}) => holds)).toEqual([false, false]);
});

test('a round in which the machine was slow for both counts as any other', () => {
	const {verdicts: [ratio]} = result({step: 50, ssh: 50}, {step: 900, ssh: 900}, {step: 910, ssh: 900});
	expect(ratio!.is).toBe(1);
});

test('what has no peer on this machine is not measured, and neither holds nor fails', () => {
	const {verdicts: [ratio, limit]} = result({step: 50});
	expect(ratio).toMatchObject({is: Number.NaN, holds: undefined});
	expect(limit).toMatchObject({is: 50, holds: true});
});

const rounds = (...values: readonly number[]) => result(...values.map(step => ({step, ssh: 10})));
const kinds = (before: ReturnType<typeof rounds>, after: ReturnType<typeof rounds>) => compare(before, after).map(({series, kind}) => `${series} ${kind}`);

test('worse is what is further away than its noise, and only this program\'s own series are compared', () => {
	const steady = rounds(100, 101, 99, 100, 102, 98, 100);
	expect(kinds(steady, rounds(121, 120, 119, 120, 122, 118, 120))).toEqual(['step: step worse']);
	expect(kinds(steady, rounds(81, 80, 79, 80, 82, 78, 80))).toEqual(['step: step better']);
	expect(kinds(steady, rounds(103, 102, 101, 102, 104, 100, 102))).toEqual(['step: step the same']);
});

test('the same difference is none where rounds are further apart than that', () => {
	expect(kinds(rounds(60, 140, 100, 80, 120), rounds(80, 160, 120, 100, 140))).toEqual(['step: step the same']);
});

test('two rounds tell nothing', () => {
	expect(kinds(rounds(100, 100), rounds(300, 300))).toEqual(['step: step unknown']);
});

test('a series that the older one did not measure is left out', () => {
	expect(compare(result({ssh: 1}), rounds(1, 1, 1))).toEqual([]);
});
