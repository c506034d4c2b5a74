/**
What many samples of one thing come to. `spread` is the distance between the first and the third quartile.
*/
export type Summary = {readonly median: number; readonly spread: number; readonly count: number};

/**
The value below which a share (0 to 1) of the samples lies, interpolated between neighbours. NaN where there are none.
*/
export function quantile(samples: readonly number[], share: number): number {
	const sorted = samples.toSorted((a, b) => a - b);
	const position = (sorted.length - 1) * share;
	const below = Math.floor(position);
	const [low, high] = [sorted[below], sorted[Math.ceil(position)]];
	return low === undefined || high === undefined ? NaN : low + ((high - low) * (position - below));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const summarise = (samples: readonly number[]): Summary => ({
	median: median(samples),
	spread: quantile(samples, 0.75) - quantile(samples, 0.25),
	count: samples.length,
});

type Points = ReadonlyArray<readonly [size: number, cost: number]>;

/**
The exponent with which a cost grows with its size, besides what it costs at any size: 1 is linear, 2 quadratic, 0 no growth. It is that of `fixed + slope * size ** exponent`,
at most 3, which is nearest to all points, each by its own share. NaN for fewer than three points.
*/
export function growthExponent(points: Points): number {
	const exponents = Array.from({length: 59}, (_, index) => (index + 2) / 20);
	const fits = exponents.map(exponent => ({exponent, ...lineThrough(points.map(([size, cost]) => [size ** exponent, cost] as const))}));
	const [best] = fits.toSorted((a, b) => a.error - b.error);
	if (!best || points.length < 3) {
		return NaN;
	}

	return best.slope > 0 ? best.exponent : 0;
}

// Least squares of each point's share, so that the largest does not decide alone. Nothing costs less than nothing at no size.
function lineThrough(points: Points): {readonly slope: number; readonly error: number} {
	const sum = (term: (x: number, y: number) => number) => points.map(([x, y]) => term(x, y) / (y ** 2)).reduce((total, part) => total + part, 0);
	const [ones, xs, ys, squares, products] = [sum(() => 1), sum(x => x), sum((_, y) => y), sum(x => x ** 2), sum((x, y) => x * y)];
	const slopeOf = (fixed: number) => (products - (fixed * xs)) / squares;
	const fixed = Math.max(0, ((squares * ys) - (xs * products)) / ((ones * squares) - (xs ** 2)));
	const slope = slopeOf(fixed);
	return {slope, error: sum((x, y) => (y - fixed - (slope * x)) ** 2)};
}
