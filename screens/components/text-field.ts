import type {Segment} from './line.js';
import type {TextField} from './text-field-state.js';
import {cut, visible, widthOf} from './text.js';

type FieldLook = {
	readonly width: number;
	/**
	Shows a dot for each character.
	*/
	readonly isMasked?: boolean;
};

/**
The field as it is drawn: the part around the cursor where all of it does not fit.
*/
export function fieldSegments({text, cursor}: TextField, {width, isMasked = false}: FieldLook): readonly Segment[] {
	const show = (part: string) => isMasked ? '•'.repeat([...part].length) : visible(part);
	const before = show(text.slice(0, cursor));
	const after = show(text.slice(cursor));
	const [under = ' '] = [...new Intl.Segmenter().segment(after)].map(({segment}) => segment);
	const room = Math.max(1, width - widthOf(under));
	const shownBefore = widthOf(before) <= room ? before : `…${lastColumns(before, room - 1)}`;
	const rest = cut(after.slice(under === ' ' && after === '' ? 0 : under.length), Math.max(0, room - widthOf(shownBefore)));
	return [
		{text: shownBefore},
		{text: under, isInverse: true},
		{text: rest},
	];
}

function lastColumns(text: string, width: number): string {
	let kept = '';
	for (const {segment} of [...new Intl.Segmenter().segment(text)].toReversed()) {
		if (widthOf(segment + kept) > width) {
			break;
		}

		kept = segment + kept;
	}

	return kept;
}
