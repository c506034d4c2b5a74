import {expect, test} from 'vitest';
import {readBenchArguments} from '../../bench/arguments.js';

const read = (...argv: readonly string[]) => readBenchArguments(argv, ['start', 'probes']);

test('without options everything is measured, as often as each measurement wants', () => {
	expect(read()).toEqual({
		isJson: false, isSaved: false, only: [], rounds: undefined, against: undefined,
	});
});

test('options are read', () => {
	expect(read('--json', '--save', '--only', 'start', '--only', 'probes', '--rounds', '3')).toEqual({
		isJson: true, isSaved: true, only: ['start', 'probes'], rounds: 3, against: undefined,
	});
	expect(read('--against', 'main~3').against).toBe('main~3');
});

test('what can\'t be is refused in a sentence', () => {
	expect(() => read('--only', 'stat')).toThrow('There is no measurement stat. There are: start, probes');
	for (const rounds of ['0', '-1', 'many', '1.5', '10000']) {
		expect(() => read(`--rounds=${rounds}`)).toThrow('--rounds takes a number from 1 to 9999');
	}

	expect(() => read('--save', '--against', 'main')).toThrow('with --against nothing is kept');
	expect(() => read('--fast')).toThrow('--fast');
	expect(() => read('start')).toThrow('start');
});
