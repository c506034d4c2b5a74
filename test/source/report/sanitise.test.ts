import {expect, test} from 'vitest';
import {sanitiseLine, sanitiseLines} from '../../../source/report/sanitise.js';

test.each([
	['colours', '\u{1B}[1;31mred\u{1B}[0m', 'red'],
	['a title', '\u{1B}]0;owned\u{7}text', 'text'],
	['a hyperlink', '\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\', 'link'],
	['a device control string', '\u{1B}Pq#0\u{1B}\\after', 'after'],
	['a sequence that the line cuts', 'before\u{1B}[12;', 'before'],
	['a title that the line cuts', 'before\u{1B}]0;never ended', 'before'],
	['an 8-bit introducer', '\u{9B}31mred', 'red'],
	['the alternate screen and a full reset', '\u{1B}[?1049h\u{1B}cx', 'x'],
	['backspaces and bells', 'a\bb\u{7}c', 'abc'],
	['text that reads the other way round', 'a\u{202E}b\u{2066}c', 'abc'],
	['what a carriage return overwrote', '10%\r20%\r30%', '30%'],
	['a carriage return at the end', 'done\r', 'done'],
])('%s can not reach the terminal', (_, line, expected) => {
	expect(sanitiseLine(line)).toBe(expected);
});

test('tabs and every script stay', () => {
	expect(sanitiseLine('a\tb 中文 é 👩‍💻')).toBe('a\tb 中文 é 👩‍💻');
});

test('lines are what each of them is, whether there is something to take away or not', () => {
	for (const lines of [['plain', '\ttext', '', 'é 中 👩'], ['10%\r20%', 'plain', '\u{1B}[31mred\u{1B}[0m', 'cut \u{1B}[', 'next'], ['a\u{202E}b'], ['']]) {
		expect(sanitiseLines(lines.join('\n')).split('\n')).toEqual(lines.map(line => sanitiseLine(line)));
	}
});
