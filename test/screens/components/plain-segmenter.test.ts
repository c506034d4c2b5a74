import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {isNarrow, PlainSegmenter} from '../../../screens/components/plain-segmenter.js';

const everyCharacter = Array.from({length: 0x1_00_00}, (_, code) => String.fromCodePoint(code));

test('what is narrow at a glance has as many columns as characters, also beside its like', () => {
	const narrow = everyCharacter.filter(character => isNarrow(character));
	expect(narrow.length).toBeGreaterThan(1000);
	expect(narrow.filter(character => stringWidth(character) !== 1)).toEqual([]);
	expect(stringWidth(narrow.join(''))).toBe(narrow.length);
	expect(stringWidth(narrow.toReversed().join(''))).toBe(narrow.length);
});

test('what a screen draws around everything else is narrow at a glance', () => {
	expect(isNarrow('dpu-wizard ▸ Run ─ ❯ ✓ ✗ ▶ ≠ · … ↑ ↓ ← → │ é')).toBe(true);
	expect(isNarrow('日本')).toBe(false);
	expect(isNarrow('e\u{301}')).toBe(false);
	expect(isNarrow('\u{1B}[1m')).toBe(false);
});

const graphemes = (text: string) => Array.from(new Intl.Segmenter().segment(text), ({segment, index}) => ({segment, index}));

test('the segmenter tells the graphemes that the platform\'s tells', () => {
	const segmenter = new PlainSegmenter();
	const alone = everyCharacter.filter(character => isNarrow(character) || character < ' ').join('').replaceAll('\r', '');
	for (const text of ['', 'plain', 'a\r\nb', alone, [...alone].toReversed().join(''), '\u{1B}[31m✓\u{1B}[39m ─', 'e\u{301}x', '👩‍💻 日本', '🇩🇪']) {
		expect(Array.from(segmenter.segment(text), ({segment, index}) => ({segment, index}))).toEqual(graphemes(text));
	}
});

test.for(['plain', '│ ✓ wide', 'e\u{301}mo👩‍👩‍👧ji', ''])('what holds an index is found as Intl finds it in %j', text => {
	const [ours, theirs] = [new PlainSegmenter().segment(text), new Intl.Segmenter().segment(text)];
	for (let index = -1; index <= text.length + 1; index++) {
		const [found, wanted] = [ours.containing(index), theirs.containing(index)];
		expect(found && [found.segment, found.index]).toEqual(wanted && [wanted.segment, wanted.index]);
	}
});
