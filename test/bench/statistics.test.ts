import {expect, test} from 'vitest';
import {
	growthExponent,
	median,
	quantile,
	summarise,
} from '../../bench/statistics.js';

test('a quantile lies between its neighbours', () => {
	expect(quantile([4, 1, 3, 2], 0)).toBe(1);
	expect(quantile([4, 1, 3, 2], 1)).toBe(4);
	expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
	expect(median([4, 1, 3, 2])).toBe(2.5);
	expect(median([10, 9, 100])).toBe(10);
});

test('of no sample nothing is known', () => {
	expect(median([])).toBeNaN();
});

test('one sample that is far away moves neither the median nor the spread', () => {
	expect(summarise([10, 11, 12, 13, 14])).toEqual({median: 12, spread: 2, count: 5});
	expect(summarise([10, 11, 12, 13, 9000])).toEqual({median: 12, spread: 2, count: 5});
});

const sizes = [2, 8, 20, 60];
const costs = (cost: (size: number) => number) => sizes.map(size => [size, cost(size)] as const);

test('growth is told apart: linear, quadratic and none, with what is there at any size', () => {
	expect(growthExponent(costs(size => 300 + (5 * size)))).toBeCloseTo(1, 1);
	expect(growthExponent(costs(size => 5 * size))).toBeCloseTo(1, 1);
	expect(growthExponent(costs(size => 300 + (5 * (size ** 2))))).toBeGreaterThan(1.6);
	expect(growthExponent(costs(() => 300))).toBeCloseTo(0, 1);
});

test('one size tells of no growth', () => {
	expect(growthExponent([[2, 100]])).toBeNaN();
});
