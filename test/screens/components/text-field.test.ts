import {expect, test} from 'vitest';
import {textOf} from '../../../screens/components/line.js';
import {fieldSegments} from '../../../screens/components/text-field.js';
import {edited, textField} from '../../../screens/components/text-field-state.js';
import {
	cut,
	fit,
	visible,
	widthOf,
	wrap,
} from '../../../screens/components/text.js';

test('backspace removes a character as a person sees it', () => {
	expect(edited(textField('a👩‍💻'), {kind: 'backspace'}).text).toBe('a');
	expect(edited(textField('e\u{301}'), {kind: 'backspace'}).text).toBe('');
});

test('text goes in where the cursor is', () => {
	const field = edited(edited(textField('ac'), {kind: 'left'}), {kind: 'insert', text: 'b'});
	expect(field).toEqual({text: 'abc', cursor: 2});
});

test('Ctrl-W removes the word before', () => {
	expect(edited(textField('one two  '), {kind: 'delete word'}).text).toBe('one ');
	expect(edited(textField('one'), {kind: 'delete word'}).text).toBe('');
});

test('a secret is never drawn', () => {
	expect(textOf(fieldSegments(textField('hunter2'), {width: 20, isMasked: true}))).not.toContain('hunter2');
});

test('a field is never wider than it may be, and shows where the cursor is', () => {
	const field = textField('x'.repeat(200));
	expect(widthOf(textOf(fieldSegments(field, {width: 20})))).toBeLessThanOrEqual(20);
	const start = edited(field, {kind: 'start'});
	expect(widthOf(textOf(fieldSegments(start, {width: 20})))).toBeLessThanOrEqual(20);
});

test('what can\'t be seen is made visible', () => {
	expect(visible('a\u{0}\u{1B}[2J\u{202E}b')).toBe('a^@^[[2J<U+202E>b');
});

test('wide characters count as two columns', () => {
	expect(fit('網路', 6)).toBe('網路  ');
	expect(cut('網路網路', 5)).toBe('網路…');
	expect(wrap('網路 網路', 4)).toEqual(['網路', '網路']);
});

test('lines break at spaces and keep their indentation', () => {
	expect(wrap('  one two three', 10)).toEqual(['  one two', '  three']);
	expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
	expect(wrap('', 4)).toEqual(['']);
});
