import {expect, test} from 'vitest';
import {growthExponent, quantile, summarise} from '../../bench/statistics.js';

test('the median, the spread and a quantile are interpolated between neighbours', () => {
	expect(summarise([4, 1, 3, 2])).toEqual({median: 2.5, spread: 1.5, count: 4});
	expect(quantile([0, 100], 0.99)).toBe(99);
	expect(quantile([], 0.5)).toBeNaN();
});

test('growth is told without what it costs to begin', () => {
	const sizes = [4, 8, 16, 64, 200];
	expect(growthExponent(sizes.map(size => [size, 500 + (10 * size)]))).toBeCloseTo(1, 1);
	expect(growthExponent(sizes.map(size => [size, size ** 2]))).toBeGreaterThan(1.5);
});
