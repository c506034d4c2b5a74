import {
	atEnd,
	type Cursor,
	peek,
	take,
} from './cursor.js';

/**
Goes past a quoted or substituted piece without looking into it: `'…'`, `"…"`, `` `…` ``, `$(…)`, `${…}`, `\x`, or one plain character.
*/
export function skipPiece(cursor: Cursor): void {
	const character = peek(cursor);
	const next = peek(cursor, 1);
	if (character === '\'') {
		skipTo(cursor, '\'', false);
	} else if (character === '"' || character === '`') {
		skipQuoted(cursor, character);
	} else if (character !== '$') {
		cursor.position += character === '\\' ? 2 : 1;
	} else if (next === '\'') {
		cursor.position++;
		skipTo(cursor, '\'', true);
	} else {
		cursor.position++;
		if (next === '(' || next === '{') {
			skipBalanced(cursor);
		}
	}
}

function skipTo(cursor: Cursor, end: string, hasEscapes: boolean): void {
	cursor.position++;
	while (!atEnd(cursor) && peek(cursor) !== end) {
		cursor.position += hasEscapes && peek(cursor) === '\\' ? 2 : 1;
	}

	cursor.position++;
}

function skipQuoted(cursor: Cursor, end: string): void {
	cursor.position++;
	while (!atEnd(cursor) && peek(cursor) !== end) {
		if (peek(cursor) === '\\' || (end === '"' && peek(cursor) !== '\'')) {
			skipPiece(cursor);
		} else {
			cursor.position++;
		}
	}

	cursor.position++;
}

/**
Goes past `(…)` or `{…}`, with everything of its kind in it. Counts, instead of calling itself, so that no depth is too deep.
*/
export function skipBalanced(cursor: Cursor): void {
	const open = peek(cursor);
	const close = open === '(' ? ')' : '}';
	let depth = 0;
	do {
		const character = peek(cursor);
		if (character === '\'' || character === '"') {
			skipTo(cursor, character, character === '"');
		} else {
			depth += Number(character === open) - Number(character === close);
			cursor.position += character === '\\' ? 2 : 1;
		}
	} while (depth > 0 && !atEnd(cursor));
}

const closerOf: Readonly<Record<string, string>> = {
	if: 'fi', for: 'done', while: 'done', until: 'done', select: 'done', case: 'esac', '{': '}', '(': ')',
};
const wordsBeforeCommand = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', 'time']);

type Heredoc = {readonly delimiter: string; readonly isIndented: boolean};

/**
Where a command that is skipped stands: what closes it, which here-documents begin after this line, whether the next word is a command's first.
*/
type Skipping = {readonly cursor: Cursor; readonly closers: string[]; heredocs: Heredoc[]; isCommandNext: boolean};

/**
Goes past a command without running it, up to the newline or `;` that ends it: compound commands up to their closing word, here-documents with their text.
Gives false when the text ends before the command does.
*/
export function skipCommand(cursor: Cursor): boolean {
	const skipping: Skipping = {
		cursor, closers: [], heredocs: [], isCommandNext: true,
	};
	while (!atEnd(cursor)) {
		take(cursor, /(?:[\t ]|\\\n)+/vy);
		if (skipping.isCommandNext || peek(cursor, -1).trim() === '') {
			take(cursor, /#[^\n]*/vy);
		}

		const operator = take(cursor, /\n|<<<|<<-?|&{2}|\|{2}|;{2}|[&();<>|]/y);
		const isOutside = skipping.closers.length === 0;
		if (operator === undefined) {
			skipWord(skipping);
		} else if (isOutside && (operator === '\n' || (operator === ';' && skipping.heredocs.length === 0))) {
			skipHeredocs(skipping);
			return true;
		} else {
			skipOperator(skipping, operator);
		}
	}

	return skipping.closers.length === 0;
}

function skipOperator(skipping: Skipping, operator: string): void {
	const {cursor, closers, isCommandNext} = skipping;
	skipping.isCommandNext = !/^[<>]/v.test(operator);
	if (operator === '\n') {
		skipHeredocs(skipping);
	} else if (operator === '<<' || operator === '<<-') {
		take(cursor, /[\t ]+/vy);
		skipping.heredocs.push({delimiter: rawWord(cursor).replaceAll(/["'\\]/gv, ''), isIndented: operator === '<<-'});
	} else if (isCommandNext && operator === '(' && peek(cursor) === '(') {
		cursor.position--;
		skipBalanced(cursor);
	} else if (operator === '(') {
		closers.push(')');
	} else if (operator === ')' && closers.at(-1) === ')') {
		closers.pop();
	}
}

function skipWord(skipping: Skipping): void {
	const {cursor, closers, isCommandNext} = skipping;
	const word = rawWord(cursor);
	skipping.isCommandNext = isCommandNext && wordsBeforeCommand.has(word);
	if (!isCommandNext) {
		return;
	}

	if (word === '[[') {
		while (!atEnd(cursor) && take(cursor, /\]{2}(?=[\s&);|]|$)/y) === undefined) {
			skipPiece(cursor);
		}
	} else if (word === closers.at(-1)) {
		closers.pop();
	} else if (Object.hasOwn(closerOf, word)) {
		closers.push(closerOf[word]!);
	}
}

function rawWord(cursor: Cursor): string {
	const start = cursor.position;
	while (!atEnd(cursor) && !/[\s&();<>|]/.test(peek(cursor))) {
		skipPiece(cursor);
	}

	return cursor.text.slice(start, cursor.position);
}

function skipHeredocs(skipping: Skipping): void {
	const {cursor, heredocs} = skipping;
	skipping.heredocs = [];
	for (const {delimiter, isIndented} of heredocs) {
		let line: string | undefined;
		while (line !== delimiter && !atEnd(cursor)) {
			const whole = take(cursor, /[^\n]*/vy) ?? '';
			line = isIndented ? whole.replace(/^\t+/v, '') : whole;
			cursor.position++;
		}
	}
}
