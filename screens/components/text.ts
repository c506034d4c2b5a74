import stringWidth from 'string-width';

/**
Columns that a text takes.
*/
export const widthOf = (text: string): number => stringWidth(text);

/**
The text in just so many columns: filled up with spaces, or cut with an ellipsis.
*/
export function fit(text: string, width: number): string {
	const missing = width - widthOf(text);
	return missing >= 0 ? text + ' '.repeat(missing) : cut(text, width);
}

/**
The text in at most so many columns.
*/
export function cut(text: string, width: number): string {
	if (widthOf(text) <= width) {
		return text;
	}

	let kept = '';
	for (const {segment} of new Intl.Segmenter().segment(text)) {
		if (widthOf(kept + segment) > width - 1) {
			break;
		}

		kept += segment;
	}

	return width > 0 ? `${kept}…` : '';
}

/**
Breaks at spaces where it can, else anywhere. Line breaks in the text stay.
*/
export function wrap(text: string, width: number): readonly string[] {
	return text.split('\n').flatMap(paragraph => wrapLine(paragraph, Math.max(1, width)));
}

function wrapLine(text: string, width: number): string[] {
	const indent = /^\s*/.exec(text)![0].slice(0, width - 1);
	const rows: string[] = [];
	let rest = text;
	while (widthOf(rest) > width) {
		const head = takeColumns(rest, width);
		const space = head.lastIndexOf(' ');
		const end = rest[head.length] === ' ' ? head.length : (space > indent.length ? space : head.length);
		rows.push(rest.slice(0, end).trimEnd());
		rest = indent + rest.slice(end).trimStart();
		if (rest.trim() === '') {
			return rows;
		}
	}

	return [...rows, rest];
}

function takeColumns(text: string, width: number): string {
	let taken = '';
	let columns = 0;
	for (const {segment} of new Intl.Segmenter().segment(text)) {
		columns += widthOf(segment);
		if (taken !== '' && columns > width) {
			break;
		}

		taken += segment;
	}

	return taken;
}

const hidden = /[\p{Control}\p{Format}\p{Surrogate}]/gu;

/**
What somebody types or pastes, with what can't be seen made visible, so that a rule about it can be understood.
*/
export const visible = (text: string): string => text.replaceAll(hidden, character => {
	const code = character.codePointAt(0)!;
	return code < 0x20 ? `^${String.fromCodePoint(code + 0x40)}` : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
});

/**
`3 steps`, `1 step`.
*/
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/**
`4 s`, `3:07`, `1:02:09`.
*/
export function duration(milliseconds: number): string {
	const seconds = Math.max(0, Math.round(milliseconds / 1000));
	if (seconds < 60) {
		return `${seconds} s`;
	}

	const two = (number: number) => String(number).padStart(2, '0');
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
