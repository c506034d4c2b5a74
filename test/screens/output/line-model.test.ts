import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {LineModel} from '../../../screens/output/line-model.js';

const bytes = (text: string) => Buffer.from(text);

test('a character that is cut by the end of a chunk is put together again', () => {
	const model = new LineModel();
	const [first, second] = [bytes('grün\n').subarray(0, 3), bytes('grün\n').subarray(3)];
	model.write('stdout', first);
	model.write('stdout', second);
	expect(model.tail(5)).toEqual(['grün']);
});

test('a line that has not ended is shown as the last one', () => {
	const model = new LineModel();
	model.write('stdout', bytes('one\ntw'));
	expect(model.tail(5)).toEqual(['one', 'tw']);
	model.write('stdout', bytes('o\n'));
	expect(model.tail(5)).toEqual(['one', 'two']);
});

test('a carriage return redraws its line', () => {
	const model = new LineModel();
	model.write('stderr', bytes('10 %\r20 %\r'));
	expect(model.tail(5).map(text => text.trim())).toEqual(['20 %']);
	model.write('stderr', bytes('100 %\r\n'));
	expect(model.tail(5).map(text => text.trim())).toEqual(['100 %']);
	expect(model.size).toBe(1);
});

test('two streams do not cut into each other\'s lines', () => {
	const model = new LineModel();
	model.write('stdout', bytes('out'));
	model.write('stderr', bytes('err\n'));
	model.write('stdout', bytes('put\n'));
	expect(model.tail(5)).toEqual(['err', 'output']);
});

test('only the last lines are kept, and a line without an end does not grow without one', () => {
	const model = new LineModel(100);
	for (let line = 0; line < 1000; line++) {
		model.write('stdout', bytes(`line ${line}\n`));
	}

	expect(model.size).toBe(100);
	expect(model.tail(2)).toEqual(['line 998', 'line 999']);
	expect(model.tail(2, 10)).toEqual(['line 988', 'line 989']);
	for (let chunk = 0; chunk < 100; chunk++) {
		model.write('stdout', bytes('x'.repeat(10_000)));
	}

	expect(model.tail(1)[0]!.length).toBeLessThanOrEqual(4096);
});

test('of a chunk with more lines than are kept, the last are kept', () => {
	const model = new LineModel(3);
	model.write('stdout', Buffer.from('0\n1\n2\n3\n4\nhalf'));
	expect(model.size).toBe(3);
	expect(model.tail(9)).toEqual(['2', '3', '4', 'half']);
	model.write('stdout', Buffer.from(`\n${'x'.repeat(9000)}\n`));
	expect(model.size).toBe(3);
	expect(model.tail(9).map(line => line.length)).toEqual([1, 4, 4096]);
});

test('of a flood that nobody looked at, the last lines are kept, whole and without a gap', () => {
	const model = new LineModel(5000);
	model.write('stdout', bytes('before\nhalf'));
	expect(model.tail(2)).toEqual(['before', 'half']);
	for (let line = 0; line < 200_000; line += 100) {
		model.write('stdout', bytes(Array.from({length: 100}, (_, index) => `line ${line + index}\n`).join('')));
	}

	model.write('stdout', bytes('half a l'));
	expect(model.size).toBe(5000);
	expect(model.tail(5001)).toEqual([...Array.from({length: 5000}, (_, index) => `line ${195_000 + index}`), 'half a l']);
	model.write('stdout', bytes('ine\n'));
	expect(model.tail(1)).toEqual(['half a line']);
});

test('a flood of long lines keeps fewer of them, and none before it', () => {
	const model = new LineModel(5000);
	model.write('stdout', bytes('before\n'));
	expect(model.tail(1)).toEqual(['before']);
	for (let line = 0; line < 1000; line++) {
		model.write('stdout', bytes(`${line} ${'é'.repeat(500)}\n`));
	}

	const numbers = model.tail(5000).map(text => Number(text.split(' ', 1)[0]));
	expect(numbers.length).toBeGreaterThan(100);
	expect(numbers).toEqual(Array.from({length: numbers.length}, (_, index) => 1000 - numbers.length + index));
	expect(model.tail(5000).every(text => text.endsWith(` ${'é'.repeat(500)}`))).toBe(true);
});

test('one chunk that is larger than what is kept is cut at a line', () => {
	const model = new LineModel(5000);
	model.write('stdout', bytes(Array.from({length: 3000}, (_, line) => `${line} ${'x'.repeat(500)}\n`).join('')));
	const numbers = model.tail(5000).map(text => Number(text.split(' ', 1)[0]));
	expect(numbers.at(-1)).toBe(2999);
	expect(numbers).toEqual(Array.from({length: numbers.length}, (_, index) => 3000 - numbers.length + index));
});
