import type {Result} from './results.js';
import type {Summary} from './statistics.js';

export type Change = {
	readonly series: string;
	readonly before: Summary;
	readonly after: Summary;
	/**
	How far the medians may be apart by chance, in the series' unit.
	*/
	readonly noise: number;
	readonly kind: 'worse' | 'better' | 'the same' | 'unknown';
};

// Medians that are further apart than this many of their own errors are not so by chance: about one in a thousand.
const errors = 3.3;
// And what nobody would notice is no change.
const leastShare = 0.05;

/**
How far a median is from the true one, as its samples' spread tells: of normal ones, the spread is 1.35 deviations, and the median's error 1.25 deviations by the root of their number.
*/
const errorOf = ({spread, count}: Summary): number => 1.25 * (spread / 1.35) / Math.sqrt(count);

/**
What has become of this program's series between two results of the same run. With fewer than three rounds nothing is known.
*/
export function compare(before: Result, after: Result): readonly Change[] {
	return after.ours.flatMap(series => {
		const [old, now] = [before.series[series], after.series[series]];
		if (!old || !now) {
			return [];
		}

		const noise = Math.max(errors * Math.hypot(errorOf(old), errorOf(now)), old.median * leastShare);
		const difference = now.median - old.median;
		return [{
			series: `${after.name}: ${series}`, before: old, after: now, noise, kind: Math.min(old.count, now.count) < 3 ? 'unknown' : kindOf(difference, noise),
		}];
	});
}

function kindOf(difference: number, noise: number): Change['kind'] {
	if (Math.abs(difference) <= noise) {
		return 'the same';
	}

	return difference > 0 ? 'worse' : 'better';
}
