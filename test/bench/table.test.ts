import {expect, test} from 'vitest';
import {resultOf} from '../../bench/results.js';
import {
	changeLines,
	figure,
	resultLines,
	table,
} from '../../bench/table.js';

test('columns are as wide as their widest cell, the first to the left', () => {
	expect(table([['', 'median'], ['a long name', '9'], ['b', '1000']])).toEqual([
		'             median',
		'a long name       9',
		'b              1000',
	]);
});

test('figures have three digits, more only before the point', () => {
	expect([1234.5, 123.4, 12.34, 1.234, 0.1428, NaN].map(value => figure(value))).toEqual(['1235', '123', '12.3', '1.23', '0.14', '-']);
});

test('a result tells its series, each verdict, and what could not be measured', () => {
	const text = resultLines(resultOf({
		name: 'step', title: 'A step', ours: ['step'], budgets: [
			{
				what: 'a step', value: 'step', per: 'ssh', atMost: 1.5,
			},
			{
				what: 'a step', value: 'step', per: 'Ansible', atMost: 1 / 7,
			},
			{what: 'a step', value: 'step', atMost: 100},
		],
	}, [{step: 20, ssh: 10}], ['Ansible is not here.'])).join('\n');
	expect(text).toContain('A step (step)');
	expect(text).toContain('DOES NOT HOLD: a step is 2.00 x ssh, at most 1.50 x');
	expect(text).toContain('not measured: a step is - x Ansible');
	expect(text).toContain('holds: a step is 20.0 ms, at most 100 ms');
	expect(text).toContain('Ansible is not here.');
});

test('a series has the unit that is its own', () => {
	const lines = resultLines(resultOf({
		name: 'output', title: 'Output', ours: ['step'], units: {memory: 'MB', exponent: ''}, budgets: [{what: 'memory', value: 'memory', atMost: 150}, {what: 'the exponent', value: 'exponent', atMost: 1.25}],
	}, [{step: 20, memory: 160, exponent: 0.8}]));
	expect(lines).toEqual([
		'Output (output)',
		'             median  spread  rounds',
		'  step      20.0 ms    0.00       1',
		'  memory     160 MB    0.00       1',
		'  exponent     0.80    0.00       1',
		'  DOES NOT HOLD: memory is 160 MB, at most 150 MB',
		'  holds: the exponent is 0.80, at most 1.25',
		'',
	]);
});

test('a change tells its share and its noise', () => {
	const [, line] = changeLines([{
		series: 'step: step', before: {median: 100, spread: 1, count: 5}, after: {median: 120, spread: 1, count: 5}, noise: 5, kind: 'worse',
	}]);
	expect(line!.split(/ {2,}/v)).toEqual(['step: step', '100', '120', '20.0 %', '5.00', 'worse']);
});
