import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {LineSplitter} from '../../../source/report/line-splitter.js';

test('the same lines come, wherever the bytes are cut', () => {
	const text = 'one\r\ntwo é 中 👩\n\nthree';
	const bytes = Buffer.from(text);
	for (let cut = 0; cut <= bytes.length; cut++) {
		const splitter = new LineSplitter();
		const pieces = [splitter.write(bytes.subarray(0, cut)), splitter.write(bytes.subarray(cut)), splitter.end()].filter(piece => piece !== undefined);
		expect(pieces.join('\n').split('\n')).toEqual(['one', 'two é 中 👩', '', 'three']);
	}
});

test('a line without an end does not fill the memory', () => {
	const splitter = new LineSplitter();
	const piece = Buffer.from('x'.repeat(50_000));
	const lines = [1, 2, 3, 4].map(() => splitter.write(piece)?.length);
	expect(lines).toEqual([undefined, 100_000, undefined, 100_000]);
	expect(splitter.end()).toBeUndefined();
});
