import {expect, test} from 'vitest';
import {sanitise} from '../../../screens/output/sanitise.js';

test.each([
	['colours', '\u{1B}[31mred\u{1B}[0m', 'red'],
	['cursor moves and erases', 'a\u{1B}[2J\u{1B}[10;10Hb', 'ab'],
	['a title', '\u{1B}]0;owned\u{7}text', 'text'],
	['a link that says something else', '\u{1B}]8;;http://evil\u{1B}\\good\u{1B}]8;;\u{1B}\\', 'good'],
	['a clipboard write', '\u{1B}]52;c;aGk=\u{7}x', 'x'],
	['a control string that never ends', 'seen\u{1B}Phidden', 'seen'],
	['a sequence that is cut', 'seen\u{1B}[31', 'seen'],
	['one-byte CSI and OSC', 'a\u{9B}31mb\u{9D}0;t\u{9C}c', 'abc'],
	['bidirectional overrides', 'abc\u{202E}def', 'abcdef'],
	['joiners', '👩\u{200D}💻', '👩💻'],
])('removes %s', (_, given, wanted) => {
	expect(sanitise(given)).toBe(wanted);
});

test('makes other control characters visible', () => {
	expect(sanitise('a\u{0}b\u{7}c\u{7F}')).toBe('a^@b^Gc^?');
});

test('tabs become spaces up to the next stop of eight', () => {
	expect(sanitise('a\tb')).toBe('a       b');
});
