import {Refusal} from '../../program.js';
import type {Value} from '../database.js';
import type {ColumnType} from '../schema.js';

const complaint = (words: string) => new Refusal(`ovs-vsctl: ${words}`);

/**
One token of OVSDB's own syntax: a string in quotes, or a word without the characters that mean something.
*/
export function readToken(text: string, at: number, whole: string): {readonly value: string; readonly end: number} {
	const quoted = /"(?:[^"\\]|\\.)*"/vy;
	quoted.lastIndex = at;
	const found = quoted.exec(text)?.[0];
	if (found !== undefined) {
		return {value: JSON.parse(found) as string, end: at + found.length};
	}

	if (text[at] === '"') {
		throw complaint(`${whole}: missing closing quote`);
	}

	const word = /[^\s!",:<=>\[\]\{\}]+/vy;
	word.lastIndex = at;
	const bare = word.exec(text)?.[0] ?? '';
	return {value: bare, end: at + bare.length};
}

/**
The values in a word, with commas between: `a,b`, `[a, b]`, `{k=v, k=v}`.
*/
export function readValue(text: string, type: ColumnType, whole: string): Value {
	const inner = /^(?:\[.*\]|\{.*\})$/sv.test(text) ? text.slice(1, -1).trim() : text;
	const items: Array<readonly [string, string | undefined]> = [];
	for (let at = 0; at < inner.length;) {
		const key = readToken(inner, at, whole);
		let value: string | undefined;
		at = key.end;
		if (type === 'map') {
			if (inner[at] !== '=') {
				throw complaint(`${whole}: syntax error at "${inner.slice(at)}" expecting "="`);
			}

			const token = readToken(inner, at + 1, whole);
			value = token.value;
			at = token.end;
		}

		items.push([key.value, value]);
		const comma = /\s*(?:,\s*|$)/vy;
		comma.lastIndex = at;
		const separator = comma.exec(inner)?.[0];
		if (separator === undefined) {
			throw complaint(`${whole}: trailing garbage "${inner.slice(at)}"`);
		}

		at += separator.length;
	}

	if (type === 'map') {
		return Object.fromEntries(items.map(([key, value]) => [key, value!]));
	}

	const values = items.map(([value]) => value);
	return type === 'set' ? values : scalar(values, type, whole);
}

function scalar(values: readonly string[], type: Exclude<ColumnType, 'map' | 'set'>, whole: string): Value {
	const [value] = values;
	if (value === undefined) {
		return [];
	}

	if (values.length > 1) {
		throw complaint(`${whole}: ${values.length} values where at most 1 is allowed`);
	}

	if (type === 'integer') {
		if (!/^-?\d+$/v.test(value)) {
			throw complaint(`"${value}" is not a valid integer`);
		}

		return Number(value);
	}

	if (type === 'boolean') {
		if (!['true', 'yes', 'on', '1', 'false', 'no', 'off', '0'].includes(value)) {
			throw complaint(`"${value}" is not a valid boolean (use "true" or "false")`);
		}

		return ['true', 'yes', 'on', '1'].includes(value);
	}

	if (typeof type === 'object' && !type.oneOf.includes(value)) {
		throw complaint(`${whole}: ${JSON.stringify(value)} is not one of the allowed values ([${type.oneOf.join(', ')}])`);
	}

	return value;
}

const isIdentifier = (text: string) => /^[A-Z_a-z][\w\-.]*$/v.test(text) && !['true', 'false'].includes(text);
const atom = (value: string | number | boolean): string => typeof value === 'string' && !isIdentifier(value) && !/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/v.test(value) ? JSON.stringify(value) : String(value);

/**
A value as `get` and `list` show it; what is empty is `[]`, or `{}` in a map.
*/
export function valueText(value: Value | undefined, type: ColumnType, isBare = false): string {
	const one = isBare ? String : atom;
	if (value === undefined) {
		return isBare ? '' : (type === 'map' ? '{}' : (type === 'string' ? '""' : (type === 'boolean' ? 'false' : '[]')));
	}

	if (Array.isArray(value)) {
		const items = (value as readonly string[]).map(each => one(each));
		return isBare ? items.join(' ') : `[${items.join(', ')}]`;
	}

	if (typeof value === 'object') {
		const items = Object.entries(value).toSorted(([first], [second]) => first < second ? -1 : 1).map(([key, each]) => `${one(key)}=${one(each)}`);
		return isBare ? items.join(' ') : `{${items.join(', ')}}`;
	}

	return one(value);
}
