import type {Change} from './comparison.js';
import type {Result, Verdict} from './results.js';

/**
Columns as wide as their widest cell; the first to the left, the others to the right.
*/
export function table(rows: ReadonlyArray<readonly string[]>): readonly string[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	return rows.map(row => row.map((cell, column) => column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)).join('  ').trimEnd());
}

export function figure(value: number): string {
	if (Number.isNaN(value)) {
		return '-';
	}

	return value >= 100 ? String(Math.round(value)) : (value >= 10 ? value.toFixed(1) : value.toFixed(2));
}

/**
A measurement for a person: its series, then its budgets.
*/
export function resultLines({name, title, unit, units, series, verdicts, missing}: Result): readonly string[] {
	const withUnit = (each: string, value: number) => `${figure(value)} ${units[each] ?? unit}`.trimEnd();
	return [
		`${title} (${name})`,
		...table([
			['', 'median', 'spread', 'rounds'],
			...Object.entries(series).map(([each, {median, spread, count}]) => [`  ${each}`, withUnit(each, median), figure(spread), String(count)]),
		]),
		...verdicts.map(verdict => `  ${verdictText(verdict, value => withUnit(verdict.value, value))}`),
		...missing.map(text => `  ${text}`),
		'',
	];
}

function verdictText({what, per, atMost, is, holds}: Verdict, withUnit: (value: number) => string): string {
	const asText = (value: number) => per === undefined ? withUnit(value) : `${figure(value)} x`;
	const word = holds === undefined ? 'not measured' : (holds ? 'holds' : 'DOES NOT HOLD');
	return `${word}: ${what} is ${asText(is)}${per === undefined ? '' : ` ${per}`}, at most ${asText(atMost)}`;
}

/**
What another revision makes of this program's own series.
*/
export const changeLines = (changes: readonly Change[]): readonly string[] => table([
	['', 'before', 'after', 'change', 'noise', ''],
	...changes.map(({series, before, after, noise, kind}) => [series, figure(before.median), figure(after.median), `${(((after.median / before.median) - 1) * 100).toFixed(1)} %`, figure(noise), kind]),
]);
