import {Refusal} from './program.js';

export type OptionSpec = {
	/**
	Options without a value, by every spelling: `['-f', '--force']` is asked for by its last one.
	*/
	readonly flags?: ReadonlyArray<string | readonly string[]>;
	/**
	Options with one.
	*/
	readonly values?: ReadonlyArray<string | readonly string[]>;
	/**
	Makes the refusal of a word that is no option of this program.
	*/
	readonly unknown: (word: string) => Refusal;
	readonly missing?: (word: string) => Refusal;
	/**
	The first word that is no option ends them: what follows belongs to another command.
	*/
	readonly stopsAtWord?: boolean;
	/**
	`-abc` is `-a -b -c`.
	*/
	readonly isBundled?: boolean;
	/**
	`-long` is one option, as X and Go programs have it.
	*/
	readonly hasSingleDashLong?: boolean;
};

export type Given = {
	readonly flags: ReadonlySet<string>;
	readonly values: ReadonlyMap<string, readonly string[]>;
	readonly words: readonly string[];
	readonly has: (name: string) => boolean;
	/**
	The last one given.
	*/
	readonly value: (name: string) => string | undefined;
};

/**
Reads options as strictly as the real programs: an unknown one, or one without its value, is refused.
*/
export function readOptions(argv: readonly string[], spec: OptionSpec): Given {
	const nameOf = spellings(spec.flags);
	const valueNameOf = spellings(spec.values);
	const flags = new Set<string>();
	const values = new Map<string, string[]>();
	const words: string[] = [];
	const missing = spec.missing ?? (word => new Refusal(`option requires an argument -- '${word.replace(/^-+/v, '')}'`));
	const add = (name: string, value: string) => {
		values.set(name, [...values.get(name) ?? [], value]);
	};

	for (let index = 0; index < argv.length; index++) {
		const word = argv[index]!;
		if (word === '--') {
			words.push(...argv.slice(index + 1));
			break;
		}

		if (!word.startsWith('-') || word === '-') {
			if (spec.stopsAtWord) {
				words.push(...argv.slice(index));
				break;
			}

			words.push(word);
			continue;
		}

		const equals = word.startsWith('--') || spec.hasSingleDashLong ? word.indexOf('=') : -1;
		const name = equals === -1 ? word : word.slice(0, equals);
		if (nameOf.has(name) && (equals === -1 || ['true', 'false'].includes(word.slice(equals + 1)))) {
			if (equals === -1 || word.endsWith('=true')) {
				flags.add(nameOf.get(name)!);
			}
		} else if (valueNameOf.has(name)) {
			const value = equals === -1 ? argv[++index] : word.slice(equals + 1);
			if (value === undefined) {
				throw missing(name);
			}

			add(valueNameOf.get(name)!, value);
		} else if (!word.startsWith('--') && !spec.hasSingleDashLong && word.length > 2) {
			index = readBundle(word, index);
		} else {
			throw spec.unknown(word);
		}
	}

	return {
		flags,
		values,
		words,
		has: name => flags.has(name),
		value: name => values.get(name)?.at(-1),
	};

	// `-avf FILE`, `-fFILE`.
	function readBundle(word: string, index: number): number {
		for (let at = 1; at < word.length; at++) {
			const letter = `-${word[at]!}`;
			if (nameOf.has(letter) && (spec.isBundled || at === word.length - 1 || word.length === 2)) {
				flags.add(nameOf.get(letter)!);
			} else if (valueNameOf.has(letter)) {
				const rest = word.slice(at + 1);
				const value = rest === '' ? argv[index + 1] : rest;
				if (value === undefined) {
					throw missing(letter);
				}

				add(valueNameOf.get(letter)!, value);
				return rest === '' ? index + 1 : index;
			} else {
				throw spec.unknown(word);
			}
		}

		return index;
	}
}

function spellings(options: OptionSpec['flags'] = []): Map<string, string> {
	return new Map(options.flatMap(option => typeof option === 'string' ? [[option, option] as const] : option.map(spelling => [spelling, option.at(-1)!] as const)));
}
