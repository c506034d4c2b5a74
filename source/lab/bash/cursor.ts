/**
A place in a text that is being read.
*/
export type Cursor = {readonly text: string; position: number};

export const atEnd = ({text, position}: Cursor): boolean => position >= text.length;
export const peek = ({text, position}: Cursor, ahead = 0): string => text[position + ahead] ?? '';

/**
Goes past what the sticky pattern matches here; undefined, and no move, where it does not match.
*/
export function take(cursor: Cursor, sticky: RegExp): string | undefined {
	sticky.lastIndex = cursor.position;
	const match = sticky.exec(cursor.text);
	if (match) {
		cursor.position = sticky.lastIndex;
	}

	return match?.[0];
}

/**
Whether the sticky pattern matches here.
*/
export function looksAt({text, position}: Cursor, sticky: RegExp): boolean {
	sticky.lastIndex = position;
	return sticky.test(text);
}
