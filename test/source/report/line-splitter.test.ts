import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {LineSplitter, linesText} from '../../../source/report/line-splitter.js';

const splitAll = (chunks: readonly Buffer[]) => {
	const splitter = new LineSplitter();
	const texts = chunks.map(chunk => textOf(splitter.write(chunk)));
	return [...texts, textOf(splitter.end())].filter(text => text !== undefined).join('\n');
};

const textOf = (lines: Buffer | undefined) => lines && linesText(lines);

test('the same lines come, wherever the bytes are cut', () => {
	const bytes = Buffer.from('one\r\ntwo é 中 👩\n\nthree');
	for (let cut = 0; cut <= bytes.length; cut++) {
		for (let second = cut; second <= bytes.length; second++) {
			expect(splitAll([bytes.subarray(0, cut), bytes.subarray(cut, second), bytes.subarray(second)]).split('\n')).toEqual(['one', 'two é 中 👩', '', 'three']);
		}
	}
});

test('what is left of a chunk is kept, whatever becomes of the chunk', () => {
	const splitter = new LineSplitter();
	const chunk = Buffer.from('one\ntw');
	expect(textOf(splitter.write(chunk))).toBe('one');
	chunk.fill('x');
	expect(textOf(splitter.write(Buffer.from('o\n')))).toBe('two');
});

test('a line without an end does not fill the memory', () => {
	const splitter = new LineSplitter();
	const piece = Buffer.from('x'.repeat(50_000));
	const lines = [1, 2, 3, 4].map(() => splitter.write(piece)?.length);
	expect(lines).toEqual([undefined, 100_000, undefined, 100_000]);
	expect(splitter.end()).toBeUndefined();
});

test('a long line is not cut in a character', () => {
	for (const character of ['é', '中', '👩', '\r\n']) {
		const bytes = Buffer.from('x'.repeat(70_000) + character);
		for (let cut = 70_000; cut <= bytes.length; cut++) {
			expect(splitAll([bytes.subarray(0, cut), bytes.subarray(cut)]).replaceAll(/[\nx]/g, '')).toBe(character.trim());
		}
	}
});
