import {type Refusal} from './program.js';

type Names = string | readonly string[];

export type CobraSpec = {
	/**
	Options that are true or false: `--tls-verify=false`. The last spelling is the name.
	*/
	readonly flags?: readonly Names[];
	readonly values?: readonly Names[];
	readonly fail: (words: string) => Refusal;
	/**
	The first word that is no option ends them.
	*/
	readonly stopsAtWord?: boolean;
};

export type CobraGiven = {
	/**
	Words before `--` and after it.
	*/
	readonly words: readonly string[];
	readonly rest: readonly string[] | undefined;
	/**
	Undefined where it was not given.
	*/
	readonly flag: (name: string) => boolean | undefined;
	readonly value: (name: string) => string | undefined;
	readonly all: (name: string) => readonly string[];
};

/**
Reads options as Go's programs do (kubectl, helm, kubeadm, skopeo, podman): anywhere among the words, and none that the command does not have.
*/
export function readCobra(argv: readonly string[], {flags = [], values = [], fail, stopsAtWord = false}: CobraSpec): CobraGiven {
	const flagNames = spellings(flags);
	const valueNames = spellings(values);
	const given = new Map<string, string[]>();
	const words: string[] = [];
	let rest: string[] | undefined;
	const add = (name: string, value: string) => {
		given.set(name, [...given.get(name) ?? [], value]);
	};

	for (let index = 0; index < argv.length; index++) {
		const word = argv[index]!;
		if (word === '--') {
			rest = argv.slice(index + 1);
			break;
		}

		if (!word.startsWith('-') || word === '-') {
			if (stopsAtWord) {
				words.push(...argv.slice(index));
				break;
			}

			words.push(word);
		} else if (word.startsWith('--')) {
			index += readLong(word, argv[index + 1]);
		} else {
			index += readShort(word, argv[index + 1]);
		}
	}

	return {
		words,
		rest,
		flag(name) {
			const last = given.get(name)?.at(-1);
			return last === undefined ? undefined : last === 'true';
		},
		value: name => given.get(name)?.at(-1),
		all: name => given.get(name) ?? [],
	};

	// How many more words it took.
	function readLong(word: string, next: string | undefined): number {
		const equals = word.indexOf('=');
		const option = equals === -1 ? word : word.slice(0, equals);
		const value = equals === -1 ? undefined : word.slice(equals + 1);
		if (flagNames.has(option)) {
			if (value !== undefined && !['true', 'false'].includes(value)) {
				throw fail(`invalid argument "${value}" for "${option}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`);
			}

			add(flagNames.get(option)!, value ?? 'true');
			return 0;
		}

		if (!valueNames.has(option)) {
			throw fail(`unknown flag: ${option}`);
		}

		if (value === undefined && next === undefined) {
			throw fail(`flag needs an argument: ${option}`);
		}

		add(valueNames.get(option)!, value ?? next!);
		return value === undefined ? 1 : 0;
	}

	function readShort(word: string, next: string | undefined): number {
		for (let at = 1; at < word.length; at++) {
			const letter = `-${word[at]!}`;
			if (valueNames.has(letter)) {
				const value = word.slice(at + 1).replace(/^=/v, '');
				if (value === '' && next === undefined) {
					throw fail(`flag needs an argument: '${word[at]!}' in ${word}`);
				}

				add(valueNames.get(letter)!, value === '' ? next! : value);
				return value === '' ? 1 : 0;
			}

			if (!flagNames.has(letter)) {
				throw fail(`unknown shorthand flag: '${word[at]!}' in ${word}`);
			}

			add(flagNames.get(letter)!, 'true');
		}

		return 0;
	}
}

const spellings = (options: readonly Names[]): ReadonlyMap<string, string> =>
	new Map(options.flatMap(option => typeof option === 'string' ? [[option, option] as const] : option.map(spelling => [spelling, option.at(-1)!] as const)));
