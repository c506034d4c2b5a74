import type {Place} from './place.js';
import {quote} from './quote.js';

/**
What a person would type at one place, in bash. `text` is the one rendering: the checklist, the preview, the exports and the run all use it.

`sudo` tells whether root is needed somewhere in it; `destructive` whether it deletes something. Without a `place` it runs where its step does.
*/
export type Command = {
	readonly text: string;
	readonly sudo: boolean;
	readonly destructive: boolean;
	/**
	It looks or waits, and may run beside what changes its place.
	*/
	readonly changesNothing?: boolean;
	/**
	It changes only what is its step's own (a download), or follows what goes on by itself: others may change its place meanwhile.
	*/
	readonly isBeside?: boolean;
	readonly place?: Place;
};

/**
Shell text that is known to be safe: a constant of the catalogue, or something that was quoted already.
*/
export type Fragment = {readonly fragment: string};

/**
What a template may interpolate. Strings and numbers are quoted, arrays become several quoted words, fragments and commands stay as they are.
*/
export type Interpolation = string | number | Fragment | Command | ReadonlyArray<string | number | Fragment>;

/**
Marks a constant as shell text. Never give it anything that a person typed or that was learned from a machine.
*/
export const fragment = (text: string): Fragment => ({fragment: text});

function render(value: Interpolation): string {
	if (typeof value === 'string') {
		return quote(value);
	}

	if (typeof value === 'number') {
		return String(value);
	}

	if (Array.isArray(value)) {
		return (value as ReadonlyArray<string | number | Fragment>).map(item => render(item)).join(' ');
	}

	return 'fragment' in value ? value.fragment : (value as Command).text;
}

/**
Joins a template, quoting what is interpolated, and removes the indentation that the source file gave it.
*/
export function renderTemplate(strings: TemplateStringsArray, values: readonly Interpolation[]): string {
	// Raw: a backslash in a template is the shell's, not JavaScript's.
	const outline = dedent(strings.raw);
	return outline.map((part, index) => index < values.length ? part + render(values[index]!) : part).join('').trim();
}

// Only the template's own text is dedented: what is interpolated (a file's content, say) keeps every space.
function dedent(strings: readonly string[]): string[] {
	const indents = strings.flatMap((part, index) => {
		const lines = part.split('\n');
		return lines.slice(1).filter((line, lineIndex) => line.trim() !== '' || (lineIndex === lines.length - 2 && index < strings.length - 1));
	}).map(line => /^\t*/v.exec(line)![0].length);
	const indent = indents.length === 0 ? 0 : Math.min(...indents);
	return strings.map(part => part.replaceAll(new RegExp(String.raw`\n\t{0,${indent}}`, 'gv'), '\n'));
}

const sudoWord = /(?:^|[\s&(;|])sudo\s/;

const command = (text: string): Command => ({text, sudo: sudoWord.test(text), destructive: false});

/**
A command. What is interpolated is quoted; there is no other way to build one.
*/
export const sh = (strings: TemplateStringsArray, ...values: readonly Interpolation[]): Command => command(renderTemplate(strings, values));

/**
A single command that runs as root. For several, write `sudo` in an `sh` template before each.
*/
export const sudo = (strings: TemplateStringsArray, ...values: readonly Interpolation[]): Command => command(`sudo ${renderTemplate(strings, values)}`);

/**
A part of a command, to be interpolated into another.
*/
export const shellFragment = (strings: TemplateStringsArray, ...values: readonly Interpolation[]): Fragment => fragment(renderTemplate(strings, values));

/**
The same command, marked as one that deletes.
*/
export const destructive = (harmless: Command): Command => ({...harmless, destructive: true});

/**
The same command, marked as one that only looks or waits.
*/
export const looking = (harmless: Command): Command => ({...harmless, changesNothing: true});

/**
The same command, marked as one that others may run beside: it changes only what is its step's own, or follows what goes on by itself. It is a job like any other, but one that keeps nobody from its place.
*/
export const beside = (harmless: Command): Command => ({...harmless, isBeside: true});

/**
The same command at another place than its step's.
*/
export const at = (place: Place, elsewhere: Command): Command => ({...elsewhere, place});
