import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {lineStart, startLines} from '../../../source/report/start-lines.js';

const started = (text: string, start: string) => {
	const bytes = startLines(Buffer.from(text, 'latin1'), lineStart(start));
	return bytes && Buffer.from(bytes).toString('latin1');
};

test('every line gets its start, whatever their lengths, and the last one its end', () => {
	for (const start of ['', 'a', 'abc ', 'first.note | ', 'a.much.longer-name-of-a-step | ']) {
		for (const lines of [[''], ['', ''], ['one'], ['\ttabbed', '', '~ !', 'last'], Array.from({length: 3000}, (_, index) => 'x'.repeat(index % 80))]) {
			expect(started(lines.join('\n'), start)).toBe(lines.map(line => `${start}${line}\n`).join(''));
		}
	}
});

test('many short lines are more than what they were: there is room for all of them', () => {
	const count = 400_000;
	expect(started('\n'.repeat(count - 1), 'first.note | ')).toBe('first.note | \n'.repeat(count));
	expect(started('one\ntwo', '| ')).toBe('| one\n| two\n');
});

test('what a terminal may not show as it is, is left to who takes more care', () => {
	for (let byte = 0; byte < 256; byte++) {
		const isPlain = byte === 9 || byte === 10 || (byte >= 32 && byte < 127);
		expect(started(`a${String.fromCodePoint(byte)}b`, '| ') !== undefined).toBe(isPlain);
	}
});
