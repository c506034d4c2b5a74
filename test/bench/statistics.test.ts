import {expect, test} from 'vitest';
import {growthExponent, quantile, summarise} from '../../bench/statistics.js';

test('the median, the spread and a quantile are interpolated between neighbours', () => {
	expect(summarise([4, 1, 3, 2])).toEqual({median: 2.5, spread: 1.5, count: 4});
	expect(quantile([0, 100], 0.99)).toBe(99);
	expect(quantile([], 0.5)).toBeNaN();
});

test('one sample that is far away moves neither the median nor the spread', () => {
	expect(summarise([10, 11, 12, 13, 9000])).toEqual(summarise([10, 11, 12, 13, 14]));
});

const sizes = [4, 8, 16, 64, 200];
const costs = (cost: (size: number) => number) => sizes.map(size => [size, cost(size)] as const);

test('growth is told apart, with and without what it costs to begin', () => {
	expect(growthExponent(costs(size => 500 + (10 * size)))).toBeCloseTo(1);
	expect(growthExponent(costs(size => 10 * size))).toBeCloseTo(1);
	expect(growthExponent(costs(size => 500 + (10 * (size ** 2))))).toBeCloseTo(2);
	expect(growthExponent(costs(size => 500 + (10 * Math.sqrt(size))))).toBeCloseTo(0.5);
	expect(growthExponent(costs(() => 500))).toBe(0);
});

test('a few percent of noise do not make linear growth look quadratic', () => {
	const noise = [0.97, 1.03, 0.98, 1.02, 1];
	expect(growthExponent(sizes.map((size, index) => [size, (300 + (20 * size)) * noise[index]!] as const))).toBeLessThan(1.25);
});

test('two sizes tell of no exponent', () => {
	expect(growthExponent([[2, 100], [4, 200]])).toBeNaN();
});
