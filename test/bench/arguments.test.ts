import {expect, test} from 'vitest';
import {readBenchArguments} from '../../bench/arguments.js';

const read = (...argv: readonly string[]) => readBenchArguments(argv, ['start', 'keys']);

test('measurements, rounds and the other revision are named', () => {
	expect(read('--only', 'keys', '--rounds', '3', '--against', 'HEAD~1', '--json')).toEqual({
		isJson: true, isSaved: false, only: ['keys'], rounds: 3, against: 'HEAD~1',
	});
	expect(read()).toMatchObject({only: [], rounds: undefined, against: undefined});
});

test('what can\'t be is refused in a sentence', () => {
	expect(() => read('--only', 'key')).toThrow('There is no measurement key. There are: start, keys');
	expect(() => read('--rounds', '0')).toThrow('--rounds takes a number');
	expect(() => read('--save', '--against', 'main')).toThrow('nothing is kept');
});
