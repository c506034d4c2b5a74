/**
Reads the assignments with which the wizard's bootstrap begins: words as `quote` writes them, and `"$HOME"` before a path.
*/
export function readAssignment(text: string, name: string, home: string): string | undefined {
	const start = text.search(new RegExp(String.raw`(?:^|[ \n])${name}=`, 'v'));
	if (start === -1) {
		return undefined;
	}

	let at = text.indexOf('=', start) + 1;
	let word = '';
	for (;;) {
		const character = text[at];
		if ([undefined, ' ', '\n'].includes(character)) {
			return word;
		}

		if (character === '\'') {
			const end = text.indexOf('\'', at + 1);
			word += text.slice(at + 1, end);
			at = end + 1;
		} else if (character === '\\') {
			word += text[at + 1] ?? '';
			at += 2;
		} else if (text.startsWith('"$HOME"', at)) {
			word += home;
			at += '"$HOME"'.length;
		} else {
			word += character;
			at++;
		}
	}
}
