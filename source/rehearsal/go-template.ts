import {Buffer} from 'node:buffer';

export type TemplateData = Readonly<Record<string, unknown>>;

/**
Text with actions of Go's templates, as far as `--format` and `-o go-template` are used with one: fields, strings, `index`, `base64decode` and pipes.
Throws an `Error` in Go's words.
*/
export function goTemplate(text: string, data: TemplateData): string {
	return text.replaceAll(/\{\{(?<action>[\s\S]*?)\}\}/gv, (_whole, action: string) => {
		const value = pipeline(action.trim(), data);
		return value === undefined || value === null ? '<no value>' : (typeof value === 'object' ? JSON.stringify(value) : String(value));
	});
}

function pipeline(action: string, data: TemplateData): unknown {
	let value: unknown;
	for (const [index, stage] of action.split(/\s*\|\s*/v).entries()) {
		value = index === 0 ? operand(stage, data) : call(stage, value);
	}

	return value;
}

function operand(stage: string, data: TemplateData): unknown {
	const words = stage.match(/"(?:[^"\\]|\\.)*"|\S+/gv) ?? [];
	const [first = '', ...rest] = words;
	if (first === 'index') {
		let value = single(rest[0] ?? '', data);
		for (const key of rest.slice(1)) {
			value = inside(value, single(key, data) as string);
		}

		return value;
	}

	if (rest.length > 0) {
		throw new Error(`function "${first}" not defined`);
	}

	return single(first, data);
}

function single(word: string, data: TemplateData): unknown {
	if (word.startsWith('"')) {
		return JSON.parse(word);
	}

	if (!/^(?:\.|(?:\.\w+)+)$/v.test(word)) {
		throw new Error(`function "${word}" not defined`);
	}

	let value: unknown = data;
	for (const key of word.split('.')) {
		value = key === '' ? value : inside(value, key);
	}

	return value;
}

const inside = (value: unknown, key: string): unknown => typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

function call(name: string, value: unknown): unknown {
	if (name !== 'base64decode') {
		throw new Error(`function "${name}" not defined`);
	}

	return Buffer.from(String(value), 'base64').toString('utf8');
}
