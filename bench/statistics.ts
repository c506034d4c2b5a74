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
	return low === undefined || high === undefined ? Number.NaN : low + ((high - low) * (position - below));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const summarise = (samples: readonly number[]): Summary => ({
	median: median(samples),
	spread: quantile(samples, 0.75) - quantile(samples, 0.25),
	count: samples.length,
});

/**
The exponent with which a cost grows with its size, once what it costs with no size at all is taken away: 1 is linear, 2 quadratic. The fixed cost is that
of the straight line through the two smallest sizes.
*/
export function growthExponent(points: ReadonlyArray<readonly [size: number, cost: number]>): number {
	const [first, second] = points;
	if (!first || !second) {
		return Number.NaN;
	}

	const fixed = Math.max(0, Math.min(first[1] * 0.9, first[1] - (((second[1] - first[1]) / (second[0] - first[0])) * first[0])));
	const logs = points.map(([size, cost]) => [Math.log(size), Math.log(Math.max(cost - fixed, Number.EPSILON))] as const);
	const mean = (index: 0 | 1) => logs.reduce((sum, pair) => sum + pair[index], 0) / logs.length;
	const [meanSize, meanCost] = [mean(0), mean(1)];
	const covariance = logs.reduce((sum, [size, cost]) => sum + ((size - meanSize) * (cost - meanCost)), 0);
	const variance = logs.reduce((sum, [size]) => sum + ((size - meanSize) ** 2), 0);
	return covariance / variance;
}
