import {expect, test} from 'vitest';
import {compare} from '../../bench/comparison.js';
import {resultOf} from '../../bench/results.js';
import {resultLines, table} from '../../bench/table.js';

const budgets = [{
	what: 'ours', value: 'ours', per: 'peer', atMost: 2,
}];
const made = (samples: ReadonlyArray<Readonly<Record<string, number>>>) => resultOf({
	name: 'test', title: 'A test', ours: ['ours'], budgets,
}, samples);

test('a budget is judged by the rounds\' own ratios', () => {
	const slowAtTheEnd = made([{ours: 15, peer: 10}, {ours: 15, peer: 10}, {ours: 150, peer: 100}]);
	expect(slowAtTheEnd.verdicts[0]).toMatchObject({is: 1.5, holds: true});
	expect(resultLines(made([{ours: 30, peer: 10}])).join('\n')).toContain('DOES NOT HOLD: ours is 3.00 x peer, at most 2.00 x');
});

test('what was not measured neither holds nor does not', () => {
	expect(made([{ours: 1}]).verdicts[0]!.holds).toBeUndefined();
});

test('a change counts when it is more than the noise of both', () => {
	const before = made([{ours: 100}, {ours: 102}, {ours: 98}, {ours: 101}, {ours: 99}]);
	const kindOf = (...values: readonly number[]) => compare(before, made(values.map(ours => ({ours}))))[0]!.kind;
	expect(kindOf(130, 131, 129)).toBe('worse');
	expect(kindOf(70, 71, 69)).toBe('better');
	expect(kindOf(102, 103, 101)).toBe('the same');
	expect(kindOf(60, 130, 200)).toBe('the same');
	expect(kindOf(200)).toBe('unknown');
});

test('columns are as wide as their widest cell', () => {
	expect(table([['', 'b'], ['long', '10'], ['x', '2000']])).toEqual(['         b', 'long    10', 'x     2000']);
});
