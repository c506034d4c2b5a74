import {
	atEnd,
	type Cursor,
	looksAt,
	peek,
	take,
} from './cursor.js';
import {skipBalanced, skipPiece} from './skip.js';

/**
What a word of bash comes to without running anything. With `fault` it can't be told, and `text` is worth nothing.
*/
export type Word = {
	readonly text: string;
	readonly fault: string | undefined;
};

/**
What is known of variables while reading.
*/
export type Scope = {
	readonly get: (name: string) => string | undefined;
	/**
	For `${NAME:=default}`.
	*/
	readonly set: (name: string, value: string) => void;
};

export type WordPlace = 'value' | 'array';

type Reading = {readonly cursor: Cursor; readonly scope: Scope; readonly place: WordPlace; readonly depth: number; text: string; fault: string | undefined};

const deepest = 20;
const endOfWord = /[\s&();<>|]/;

/**
Reads the word that starts here.
*/
export function readWord(cursor: Cursor, scope: Scope, place: WordPlace): Word {
	const reading: Reading = {
		cursor, scope, place, depth: 0, text: '', fault: peek(cursor) === '~' ? '`~` stands for a home directory that is not known here' : undefined,
	};

	while (!atEnd(cursor) && !endOfWord.test(peek(cursor))) {
		readPiece(reading);
	}

	return {text: reading.text, fault: reading.fault};
}

function readPiece(reading: Reading): void {
	const {cursor, place} = reading;
	const character = peek(cursor);
	if (character === '\'') {
		const quoted = take(cursor, /'[^']*'/vy);
		reading.text += quoted?.slice(1, -1) ?? '';
		if (quoted === undefined) {
			unfinished(reading, 'a quote');
		}
	} else if (/["$`]/v.test(character)) {
		readSpecial(reading, false);
	} else if (character === '\\') {
		readEscaped(reading);
	} else {
		if (place === 'array' && /[*?\[\{]/v.test(character)) {
			reading.fault ??= 'it is a pattern that bash makes other words of';
		}

		reading.text += character;
		cursor.position++;
	}
}

// A double quote, a dollar or a backtick, which mean something inside double quotes as well.
function readSpecial(reading: Reading, isQuoted: boolean): void {
	const {cursor} = reading;
	const character = peek(cursor);
	if (character === '"') {
		cursor.position++;
		readUntil(reading, '"', true);
	} else if (character === '$') {
		readDollar(reading, isQuoted);
	} else {
		reading.fault ??= 'it is what a command prints';
		skipPiece(cursor);
	}
}

function readEscaped(reading: Reading): void {
	reading.text += peek(reading.cursor, 1) === '\n' ? '' : peek(reading.cursor, 1);
	reading.cursor.position += 2;
}

// Inside double quotes, or inside the default of `${NAME:-default}` up to its brace.
function readUntil(reading: Reading, end: '"' | '}', isQuoted: boolean): void {
	const {cursor} = reading;
	const escapes = end === '}' ? /\\[\n"$\\`\}]/vy : /\\[\n"$\\`]/vy;
	while (!atEnd(cursor) && peek(cursor) !== end) {
		if (!isQuoted) {
			readPiece(reading);
		} else if (looksAt(cursor, escapes)) {
			readEscaped(reading);
		} else if (/["$`]/v.test(peek(cursor))) {
			readSpecial(reading, true);
		} else {
			reading.text += peek(cursor);
			cursor.position++;
		}
	}

	if (atEnd(cursor)) {
		unfinished(reading, end === '"' ? 'a quote' : 'a brace');
	}

	cursor.position++;
}

function unfinished(reading: Reading, what: string): void {
	reading.fault ??= `${what} is never closed`;
	reading.cursor.position = reading.cursor.text.length;
}

function readDollar(reading: Reading, isQuoted: boolean): void {
	const {cursor} = reading;
	const name = take(cursor, /\$[A-Z_a-z]\w*/vy)?.slice(1);
	if (name !== undefined) {
		insert(reading, name, reading.scope.get(name), isQuoted);
	} else if (looksAt(cursor, /\$\(/vy)) {
		reading.fault ??= peek(cursor, 2) === '(' ? 'it has to be calculated' : 'it is what a command prints';
		skipPiece(cursor);
	} else if (peek(cursor, 1) === '{') {
		readBraces(reading, isQuoted);
	} else if (!isQuoted && looksAt(cursor, /\$'/vy)) {
		reading.fault ??= 'this form of quotes is not read';
		skipPiece(cursor);
	} else if (looksAt(cursor, /\$[\d!#$*\-?@]/vy)) {
		reading.fault ??= `only the running script knows $${peek(cursor, 1)}`;
		cursor.position += 2;
	} else {
		// `$"…"` is the quoted text itself where there are no translations; elsewhere a dollar is a dollar.
		reading.text += !isQuoted && peek(cursor, 1) === '"' ? '' : '$';
		cursor.position++;
	}
}

function insert(reading: Reading, name: string, value: string | undefined, isQuoted: boolean): void {
	if (value === undefined) {
		reading.fault ??= `${name} is not known here`;
		return;
	}

	if (!isQuoted && reading.place === 'array' && !/^[\w%+,\-.\/:=@]*$/v.test(value)) {
		reading.fault ??= `without quotes, bash makes other words of ${name}`;
	}

	reading.text += value;
}

function readBraces(reading: Reading, isQuoted: boolean): void {
	const {cursor, scope, depth} = reading;
	const start = cursor.position;
	const opening = take(cursor, /\$\{[A-Z_a-z]\w*(?:\}|:?[\-=])/vy);
	if (opening === undefined || depth >= deepest) {
		cursor.position = start + 1;
		skipBalanced(cursor);
		reading.fault ??= 'this form of an expansion is not read';
		return;
	}

	const [name = ''] = /\w+/v.exec(opening) ?? [];
	const known = scope.get(name);
	if (opening.endsWith('}')) {
		insert(reading, name, known, isQuoted);
		return;
	}

	const inner: Reading = {
		...reading, depth: depth + 1, text: '', fault: undefined,
	};
	readUntil(inner, '}', isQuoted);
	if (known !== undefined && (known !== '' || !opening.includes(':'))) {
		insert(reading, name, known, isQuoted);
		return;
	}

	reading.fault ??= inner.fault;
	insert(reading, name, inner.text, isQuoted);
	if (opening.endsWith('=') && inner.fault === undefined) {
		scope.set(name, inner.text);
	}
}
