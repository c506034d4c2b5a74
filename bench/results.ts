import type {Budget, Measurement, Sample} from './measurement.js';
import {median, summarise, type Summary} from './statistics.js';

export type Verdict = Budget & {
	/**
	The value, or how many times its peer's it is. NaN where it was not measured.
	*/
	readonly is: number;
	readonly holds: boolean | undefined;
};

export type Result = {
	readonly name: string;
	readonly title: string;
	readonly unit: string;
	readonly units: Readonly<Record<string, string>>;
	readonly ours: readonly string[];
	readonly series: Readonly<Record<string, Summary>>;
	readonly verdicts: readonly Verdict[];
	readonly missing: readonly string[];
};

/**
What rounds come to. A ratio is the median of the rounds' own ratios, so that a machine that is slow for a while is slow for both.
*/
export function resultOf({name, title, unit = 'ms', units = {}, ours, budgets}: Omit<Measurement, 'open' | 'rounds'>, samples: readonly Sample[], missing: readonly string[] = []): Result {
	const names = [...new Set(samples.flatMap(sample => Object.keys(sample)))];
	const valuesOf = (series: string) => samples.flatMap(sample => sample[series] ?? []);
	return {
		name,
		title,
		unit,
		units,
		ours,
		missing,
		series: Object.fromEntries(names.map(series => [series, summarise(valuesOf(series))])),
		verdicts: budgets.map(budget => {
			const {value, per} = budget;
			const is = median(samples.flatMap(sample => {
				const [own, peer] = [sample[value], per === undefined ? 1 : sample[per]];
				return own === undefined || peer === undefined ? [] : [own / peer];
			}));
			return {...budget, is, holds: Number.isNaN(is) ? undefined : is <= budget.atMost};
		}),
	};
}
