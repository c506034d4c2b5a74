const [escape, bell] = ['\u{1B}', '\u{7}'];
// As ECMA-48 has them: parameters, intermediates, and a final byte that the end of the line may have cut.
const sequenceRest = String.raw`[0-\?]*[ -\/]*[@-~]?`;
// OSC, DCS, SOS, PM and APC with their text, up to BEL or ST; one that never ends takes the rest of the line.
const controlStrings = new RegExp(String.raw`(?:${escape}[\]PX\^_]|[\x90\x98\x9D-\x9F])[^${bell}${escape}\x9C]*(?:${bell}|${escape}\\|\x9C)?`, 'gv');
const controlSequences = new RegExp(String.raw`(?:${escape}\[|\x9B)${sequenceRest}`, 'gv');
const otherEscapes = new RegExp(String.raw`${escape}[ -\/]*[0-~]?`, 'gv');
// Bidirectional controls, joiners and variation selectors: they change what their neighbours look like, and terminals disagree on their width.
const invisible = /\p{Default_Ignorable_Code_Point}/gv;
const controls = /[\p{Control}--\t]/gv;
const loneSurrogates = /\p{Surrogate}/gv;
const needsNothing = /^[\u{20}-\u{7E}]*$/v;

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
	return expandTabs(text).replaceAll(controls, character => caret(character));
}
