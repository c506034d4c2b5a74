import {shown} from '../problem.js';
import {readArray} from './array.js';
import {
	atEnd,
	type Cursor,
	looksAt,
	peek,
	take,
} from './cursor.js';
import {skipCommand} from './skip.js';
import {readWord, type Scope} from './word.js';

export type Value = string | readonly string[];

/**
Something in the file that was not taken over. Lines count from 1.
*/
export type Notice = {readonly line: number; readonly message: string};

/**
What a bash file assigns at its top level. Later assignments replace earlier ones.
*/
export type Assignments = {
	readonly values: ReadonlyMap<string, {readonly value: Value; readonly line: number}>;
	readonly notices: readonly Notice[];
};

type File = {
	readonly cursor: Cursor;
	readonly lineAt: (position: number) => number;
	readonly values: Map<string, {readonly value: Value; readonly line: number}>;
	readonly notices: Notice[];
	readonly scope: Scope;
};

/**
Reads a bash file's plain assignments. Nothing is ever run: what would have to be is named in a notice, with its line.
`known`: variables that have a value before the file begins.
*/
export function readAssignments(source: string, known: Readonly<Record<string, string>> = {}): Assignments {
	const text = source.replace(/^\u{FEFF}/v, '').replaceAll('\r\n', '\n');
	const cursor: Cursor = {text, position: 0};
	const values: File['values'] = new Map();
	const lineAt = lineCounter(text);
	const scope: Scope = {
		get(name) {
			const value = values.get(name)?.value ?? (Object.hasOwn(known, name) ? known[name] : undefined);
			return typeof value === 'string' ? value : value?.[0];
		},
		set(name, value) {
			values.set(name, {value, line: lineAt(cursor.position)});
		},
	};
	const file: File = {
		cursor, lineAt, values, notices: [], scope,
	};
	for (;;) {
		take(cursor, /(?:[\s;]|\\\n|#[^\n]*)+/vy);
		if (atEnd(cursor)) {
			return {values, notices: file.notices};
		}

		readStatement(file);
	}
}

const assignment = /[A-Z_a-z]\w*(?:\[[^\n\]]*\])?\+?=/vy;
const declaration = /(?:export|readonly|declare|typeset)(?=[\t\n ;]|$)/vy;

function readStatement(file: File): void {
	const {cursor} = file;
	if (looksAt(cursor, assignment)) {
		readCommandOfAssignments(file);
	} else if (looksAt(cursor, declaration)) {
		readDeclaration(file);
	} else if (looksAt(cursor, /:[\t ]/vy)) {
		readNoOperation(file);
	} else if (looksAt(cursor, /function[\t ]+[^\s\(\)\{]+|[\w+\-.:]+(?=[\t ]*\([\t ]*\))/vy)) {
		skipFunction(file);
	} else {
		skip(file);
	}
}

const isAtEndOfCommand = (cursor: Cursor): boolean => {
	take(cursor, /(?:[\t ]|\\\n)+/vy);
	return atEnd(cursor) || looksAt(cursor, /[\n#;]/vy);
};

type Pending = {readonly name: string; readonly line: number; readonly fault: string | undefined; readonly value: Value};

function readCommandOfAssignments(file: File): void {
	const {cursor} = file;
	const pending: Pending[] = [];
	const start = cursor.position;
	while (looksAt(cursor, assignment)) {
		pending.push(readAssignment(file));
		if (isAtEndOfCommand(cursor)) {
			commit(file, pending);
			return;
		}
	}

	if (looksAt(cursor, /&&|\|\|/vy)) {
		// The assignment itself is made in any case; what follows depends on it.
		commit(file, pending);
		skip(file);
		return;
	}

	cursor.position = start;
	skip(file);
}

function readAssignment({cursor, lineAt, scope, values}: File): Pending {
	const line = lineAt(cursor.position);
	const target = take(cursor, assignment)!;
	const [name = ''] = /^\w+/v.exec(target) ?? [];
	const earlier = target.endsWith('+=') ? values.get(name)?.value : undefined;
	const elementFault = target.includes('[') ? 'it changes one element of an array' : undefined;
	if (peek(cursor) === '(') {
		const {words, fault} = readArray(cursor, scope);
		const before = typeof earlier === 'string' ? [earlier] : earlier ?? [];
		return {
			name, line, fault: elementFault ?? fault, value: [...before, ...words],
		};
	}

	const {text, fault} = readWord(cursor, scope, 'value');
	const isArray = Array.isArray(earlier);
	return {
		name, line, fault: elementFault ?? fault ?? (isArray ? 'it adds text to the first word of an array' : undefined), value: typeof earlier === 'string' ? earlier + text : text,
	};
}

function commit({values, notices}: File, pending: readonly Pending[]): void {
	for (const {name, line, fault, value} of pending) {
		if (fault === undefined) {
			values.set(name, {value, line});
		} else {
			notices.push({line, message: `${name} was not read: ${fault}.`});
		}
	}
}

function readDeclaration(file: File): void {
	const {cursor} = file;
	const start = cursor.position;
	take(cursor, declaration);
	const pending: Pending[] = [];
	for (;;) {
		if (isAtEndOfCommand(cursor)) {
			commit(file, pending);
			return;
		}

		if (looksAt(cursor, assignment)) {
			pending.push(readAssignment(file));
		} else if (take(cursor, /-[agrx]+(?=[\s;]|$)|[A-Z_a-z]\w*(?=[\s;]|$)/vy) === undefined) {
			cursor.position = start;
			skip(file);
			return;
		}
	}
}

// `: ${NAME:=default}`, the other way to give a default.
function readNoOperation(file: File): void {
	const {cursor, scope, notices, lineAt} = file;
	const start = cursor.position;
	cursor.position++;
	while (!isAtEndOfCommand(cursor)) {
		if (!looksAt(cursor, /"?\$\{[A-Z_a-z]\w*:?=/vy)) {
			cursor.position = start;
			skip(file);
			return;
		}

		const line = lineAt(cursor.position);
		const [name = ''] = /\w+/v.exec(cursor.text.slice(cursor.position, cursor.position + 80)) ?? [];
		const {fault} = readWord(cursor, scope, 'value');
		if (fault !== undefined) {
			notices.push({line, message: `${name} was not read: ${fault}.`});
		}
	}
}

function skipFunction(file: File): void {
	const {cursor, notices, lineAt} = file;
	const line = lineAt(cursor.position);
	take(cursor, /function[\t ]+/vy);
	const name = take(cursor, /[^\s\(\)\{]+/vy) ?? '';
	take(cursor, /[\t ]*\([\t ]*\)/vy);
	take(cursor, /(?:\s|#[^\n]*\n)+/vy);
	const isWhole = skipCommand(cursor);
	notices.push({line, message: `The function ${shown(name)} was not read (lines ${line} to ${lineAt(cursor.position - 1)}${isWhole ? '' : ', the end of the file'}): nothing of this file is run.`});
}

function skip(file: File): void {
	const {cursor, notices, lineAt, values} = file;
	const start = cursor.position;
	const line = lineAt(start);
	const isWhole = skipCommand(cursor);
	// Never stand still, whatever the text is.
	cursor.position = Math.max(cursor.position, start + 1);
	const last = lineAt(cursor.position - 1);
	const where = last > line ? ` (lines ${line} to ${last}${isWhole ? '' : ', the end of the file'})` : '';
	const skipped = cursor.text.slice(start, cursor.position);
	const command = shown(skipped.split('\n', 1)[0]!.trim());
	const touched = new Set(Iterator.from(skipped.matchAll(/(?<![\w$])(?<name>[A-Z]\w*)\+?=/gv)).map(match => match.groups!.name!));
	const names = [...touched].slice(0, 5).join(', ');
	const warning = names === '' ? '' : ` What it gives ${names} is left out${[...touched].some(name => values.has(name)) ? '; the value from before stands' : ''}.`;
	notices.push({line, message: `${command} was not read${where}: it would have to be run.${warning}`});
}

function lineCounter(text: string): (position: number) => number {
	const starts = [0];
	for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) {
		starts.push(index + 1);
	}

	return position => {
		let low = 0;
		let high = starts.length;
		while (high - low > 1) {
			const middle = Math.floor((low + high) / 2);
			if (starts[middle]! <= position) {
				low = middle;
			} else {
				high = middle;
			}
		}

		return low + 1;
	};
}
