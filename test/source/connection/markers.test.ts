import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {makeNonce, markerReader} from '../../../source/connection/markers.js';

function read(nonce: string, chunks: readonly string[]) {
	const markers: string[] = [];
	let data = '';
	const push = markerReader(nonce, {
		onMarker(words) {
			markers.push(words.join(' '));
		},
		onData(chunk) {
			data += Buffer.from(chunk).toString();
		},
	});
	for (const chunk of chunks) {
		push(Buffer.from(chunk));
	}

	return {markers, data};
}

test('markers are taken out of the output wherever the chunks are cut', () => {
	const nonce = makeNonce();
	const text = `${nonce} start 12\nout\nd dw ${nonce.slice(0, 20)} no newline${nonce} end 0\n`;
	const expected = {markers: ['start 12', 'end 0'], data: `out\nd dw ${nonce.slice(0, 20)} no newline`};
	expect(read(nonce, [text])).toEqual(expected);
	expect(read(nonce, [...text])).toEqual(expected);
	for (let cut = 1; cut < text.length; cut++) {
		expect(read(nonce, [text.slice(0, cut), text.slice(cut)])).toEqual(expected);
	}
});

test('output that can\'t begin a marker is not kept back', () => {
	expect(read(makeNonce(), ['a line without its end']).data).toBe('a line without its end');
});
