import {type Io, Refusal} from '../../program.js';

export type NmcliOptions = {
	/**
	`-g FIELDS`: values only.
	*/
	readonly get: readonly string[] | undefined;
	/**
	`-t -f FIELDS`.
	*/
	readonly fields: readonly string[] | undefined;
	readonly isTerse: boolean;
};

export type NmcliVerb = (words: readonly string[], io: Io, options: NmcliOptions) => number | Promise<number>;

export const refused = (words: string, status = 2) => new Refusal(`Error: ${words}`, status);

export function needRoot(io: Io, action: string): void {
	if (!io.isRoot) {
		throw refused(`Failed to ${action}: Insufficient privileges`, 1);
	}
}

/**
The one verb that a word means: nmcli takes any beginning, the first one that fits.
*/
export function verbNamed(word: string, verbs: Readonly<Record<string, NmcliVerb>>): NmcliVerb {
	const name = Object.keys(verbs).find(each => each.startsWith(word));
	if (name === undefined || word === '') {
		throw refused(`argument '${word}' not understood. Try passing --help instead.`);
	}

	return verbs[name]!;
}

/**
Prints rows of fields: one a line with colons under `-t` and `-g`, else as columns.
*/
export function printRows(rows: ReadonlyArray<Readonly<Record<string, string>>>, usual: readonly string[], {get, fields, isTerse}: NmcliOptions, io: Io): void {
	const known = Object.keys(rows[0] ?? Object.fromEntries(usual.map(name => [name, ''])));
	const asked = get ?? fields ?? usual;
	const shown = asked.length === 1 && ['all', 'common'].includes(asked[0]!.toLowerCase())
		? usual
		: asked.map(name => {
			const found = known.find(each => each.toLowerCase() === name.toLowerCase());
			if (found === undefined) {
				throw refused(`invalid field '${name}'; allowed fields: ${known.join(',')}.`);
			}

			return found;
		});
	if (!isTerse && !get) {
		io.say(shown.map(name => name.padEnd(24)).join('  ').trimEnd());
	}

	for (const row of rows) {
		io.say(isTerse || get ? shown.map(name => row[name]!.replaceAll(/[:\\]/gv, String.raw`\$&`)).join(':') : shown.map(name => (row[name] === '' ? '--' : row[name]!).padEnd(24)).join('  '));
	}
}
