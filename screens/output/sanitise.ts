// OSC, DCS, SOS, PM and APC with their text, up to BEL or ST; one that never ends takes the rest of the line.
const controlStrings = /(?:\u{1B}[PX\]^_]|[\u{90}\u{98}\u{9D}\u{9E}\u{9F}]).*?(?:\u{7}|\u{1B}\\|\u{9C}|$)/gsu;
const controlSequences = /(?:\u{1B}\[|\u{9B})[0-?]*[ -/]*[@-~]?/gu;
const otherEscapes = /\u{1B}[ -/]*[0-~]?/gu;
// Bidirectional overrides and isolates, joiners and variation selectors: they change what their neighbours look like, and terminals disagree on their width.
const invisible = /[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2069}\u{FE0E}\u{FE0F}\u{FEFF}]/gu;
const controls = /[\u{0}-\u{8}\u{A}-\u{1F}\u{7F}-\u{9F}]/gu;
const loneSurrogates = /\p{Surrogate}/gu;
const needsNothing = /^[ -~]*$/;

function expandTabs(text: string): string {
	if (!text.includes('\t')) {
		return text;
	}

	let expanded = '';
	for (const part of text.split('\t')) {
		expanded += part + ' '.repeat(8 - ((expanded.length + part.length) % 8));
	}

	return expanded.trimEnd();
}

const caret = (character: string): string => {
	const code = character.codePointAt(0)!;
	return code < 0x20 ? `^${String.fromCodePoint(code + 0x40)}` : (code === 0x7F ? '^?' : String.raw`\x${code.toString(16)}`);
};

/**
A line that somebody else's program printed, safe to draw: no control sequence is left, other control characters are made visible, tabs are spaces.
*/
export function sanitise(line: string): string {
	if (needsNothing.test(line)) {
		return line;
	}

	const text = line.replace(/\r$/, '')
		.replaceAll(controlStrings, '')
		.replaceAll(controlSequences, '')
		.replaceAll(otherEscapes, '')
		.replaceAll(invisible, '')
		.replaceAll(loneSurrogates, '\u{FFFD}');
	return expandTabs(text).replaceAll(controls, caret);
}
