const [escape, introducer, bell, terminator] = [0x1B, 0x9B, 0x07, 0x9C].map(code => String.fromCodePoint(code)) as [string, string, string, string];

// As ECMA-48 has them; the last part of each may be missing, where the end of the line cut it.
const parameters = '[0-?]*[ -/]*[@-~]?';
const sequences = anyOf(
	String.raw`${escape}\[${parameters}`,
	`${introducer}${parameters}`,
	// A title, a hyperlink, what a terminal would answer: everything up to its end.
	String.raw`${escape}[P\]X^_][^${bell}${escape}${terminator}]*(?:${bell}|${escape}\\|${terminator})?`,
	`${escape}[ -/]*[0-~]?`,
);

// Bidirectional controls go too: they can make a line read as another.
const controls = /[[\p{Bidi_Control}\p{Control}\u{2028}\u{2029}]--\t]/gv;

/**
One line of untrusted output as a terminal may show it: no control sequences, no control characters but the tab; what a carriage return
overwrote is gone.
*/
export function sanitiseLine(line: string): string {
	const plain = line.replaceAll(sequences, '');
	const shown = plain.split('\r').findLast(part => part !== '') ?? '';
	return shown.replaceAll(controls, '');
}

// What makes a line another one; without the line break.
const special = /[[\p{Bidi_Control}\p{Control}\u{2028}\u{2029}]--[\t\n]]/v;

/**
The same for many lines. Most output has nothing to take away, which is seen at once.
*/
export const sanitiseLines = (text: string): string => special.test(text) ? text.split('\n').map(line => sanitiseLine(line)).join('\n') : text;

function anyOf(...alternatives: readonly string[]): RegExp {
	return new RegExp(alternatives.join('|'), 'g');
}
