import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {LineSplitter} from '../../../source/report/line-splitter.js';

test('the same lines come, wherever the bytes are cut', () => {
	const text = 'one\r\ntwo é 中 👩\n\nthree';
	const bytes = Buffer.from(text);
	for (let cut = 0; cut <= bytes.length; cut++) {
		const splitter = new LineSplitter();
		const lines = [...splitter.write(bytes.subarray(0, cut)), ...splitter.write(bytes.subarray(cut)), ...splitter.end()];
		expect(lines).toEqual(['one', 'two é 中 👩', '', 'three']);
	}
});

test('a line without an end does not fill the memory', () => {
	const splitter = new LineSplitter();
	const piece = Buffer.from('x'.repeat(50_000));
	const lines = [1, 2, 3, 4].flatMap(() => splitter.write(piece));
	expect(lines.map(line => line.length)).toEqual([100_000, 100_000]);
	expect(splitter.end()).toEqual([]);
});
