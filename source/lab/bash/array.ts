import {
	atEnd,
	type Cursor,
	looksAt,
	peek,
	take,
} from './cursor.js';
import {skipBalanced} from './skip.js';
import {readWord, type Scope} from './word.js';

export type ArrayValue = {readonly words: readonly string[]; readonly fault: string | undefined};

/**
Reads `(word word …)`, over as many lines as it has, with comments between.
*/
export function readArray(cursor: Cursor, scope: Scope): ArrayValue {
	const start = cursor.position;
	const words: string[] = [];
	let fault: string | undefined;
	cursor.position++;
	for (;;) {
		take(cursor, /(?:\s|\\\n|#[^\n]*)+/vy);
		if (atEnd(cursor)) {
			return {words, fault: 'its parenthesis is never closed'};
		}

		if (peek(cursor) === ')') {
			cursor.position++;
			return {words, fault};
		}

		if (looksAt(cursor, /[&(;<>|]/y)) {
			cursor.position = start;
			skipBalanced(cursor);
			return {words, fault: 'it is more than a list of words'};
		}

		if (looksAt(cursor, /\[[^\s\]]*\]=/vy)) {
			fault ??= 'it numbers its words';
		}

		const word = readWord(cursor, scope, 'array');
		fault ??= word.fault;
		words.push(word.text);
	}
}
