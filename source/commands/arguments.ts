import {parseArgs} from 'node:util';
import {UserError} from '../errors.js';
import {nearest} from '../plan/nearest.js';
import {
	type CommandName,
	commandNames,
	type OptionDefinition,
	optionDefinitions,
	optionsOf,
} from './options.js';

/**
What was typed, checked: every option is known, belongs to the command, and has what it needs.
*/
export type Arguments = {
	readonly command: CommandName;
	/**
	Of `rehearse`: the command that is rehearsed.
	*/
	readonly rehearsed?: CommandName;
	readonly positionals: readonly string[];
	readonly flags: ReadonlySet<string>;
	/**
	By option; a flag is not in it. An optional value that was left out is ''.
	*/
	readonly values: ReadonlyMap<string, readonly string[]>;
};

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];
type OptionToken = Extract<Token, {readonly kind: 'option'}>;

const isMany = ({kind}: OptionDefinition) => kind === 'values';

/**
Reads the arguments after the program's name. Throws a `UserError` that names what comes nearest.
*/
export function readArguments(argv: readonly string[]): Arguments {
	const own = readOwn(argv);
	return own ?? readPlain(argv);
}

/**
For `rehearse`: its own options, and what follows as the arguments of the command that is rehearsed.
*/
function readOwn(argv: readonly string[]): Arguments | undefined {
	const {tokens} = tokensOf(argv);
	const word = tokens.find(token => token.kind === 'positional');
	if (word?.value !== 'rehearse') {
		return undefined;
	}

	const names = new Set(optionDefinitions.filter(({commands}) => commands !== 'all' && commands.includes('rehearse')).map(({name}) => name));
	const own = tokens.filter(token => token.kind === 'option' && names.has(token.name)) as readonly OptionToken[];
	const taken = new Set([word.index, ...own.flatMap(({index, value, inlineValue}) => value === undefined || inlineValue ? [index] : [index, index + 1])]);
	const rehearsed = readPlain(argv.filter((_each, index) => !taken.has(index)));
	if (rehearsed.command === 'rehearse') {
		throw new UserError('A rehearsal can\'t be rehearsed.');
	}

	const {flags, values} = readPlain(['rehearse', ...own.flatMap(({rawName, value}) => [value === undefined ? rawName : `${rawName}=${value}`])]);
	return {
		...rehearsed, command: 'rehearse', rehearsed: rehearsed.command, flags: new Set([...rehearsed.flags, ...flags]), values: new Map([...rehearsed.values, ...values]),
	};
}

function readPlain(argv: readonly string[]): Arguments {
	const {tokens} = tokensOf(argv);
	const command = commandOf(tokens);
	const flags = new Set<string>();
	const values = new Map<string, string[]>();
	const positionals: string[] = [];
	// The option that takes the words which follow it: `--only STEP STEP`, `--yes NAME`.
	let taking: OptionDefinition | undefined;
	let isCommandSeen = command === 'wizard';

	for (const token of tokens) {
		if (token.kind === 'option-terminator') {
			taking = undefined;
		} else if (token.kind === 'option') {
			const option = definitionOf(token, command);
			if (option.kind === 'flag') {
				flags.add(withoutValue(token));
			} else {
				values.set(option.name, [...values.get(option.name) ?? [], ...valuesOf(token, option)]);
			}

			taking = isMany(option) || (option.kind === 'optional-value' && token.value === undefined) ? option : undefined;
		} else if (!isCommandSeen) {
			isCommandSeen = true;
		} else if (taking && !isFollowedByCommand(command)) {
			values.get(taking.name)!.push(...split(token.value, taking));
			taking = isMany(taking) ? taking : undefined;
		} else {
			positionals.push(token.value);
		}
	}

	const given: Arguments = {
		command, positionals, flags, values: once(values),
	};
	checkChoices(given);
	return given;
}

const tokensOf = (argv: readonly string[]) => parseArgs({
	args: [...argv],
	allowPositionals: true,
	strict: false,
	tokens: true,
	options: Object.fromEntries(optionDefinitions.map(({name, kind}) => [name, {type: kind === 'value' || kind === 'values' ? 'string' as const : 'boolean' as const, multiple: true}])),
});

// Of the commands with options that take several words, none takes words of its own.
const isFollowedByCommand = (command: CommandName) => ['lab', 'log', 'shell', 'tunnel'].includes(command);

function commandOf(tokens: readonly Token[]): CommandName {
	const first = tokens.find(token => token.kind === 'positional');
	if (first === undefined) {
		return 'wizard';
	}

	const command = commandNames.find(name => name === first.value);
	if (command === undefined) {
		throw new UserError(`There is no command ${JSON.stringify(first.value)}.`, [`Did you mean ${nearest(first.value, commandNames)}?`, '`dpu-wizard --help` lists the commands.']);
	}

	return command;
}

function definitionOf({name, rawName}: OptionToken, command: CommandName): OptionDefinition {
	const ofCommand = optionsOf(command);
	const option = rawName.startsWith('--') ? ofCommand.find(each => each.name === name) : undefined;
	if (option) {
		return option;
	}

	const title = command === 'wizard' ? 'The wizard' : `\`${command}\``;
	const help = `\`dpu-wizard${command === 'wizard' ? '' : ` ${command}`} --help\` lists its options.`;
	const elsewhere = optionDefinitions.find(each => each.name === name);
	throw elsewhere && elsewhere.commands !== 'all' && rawName.startsWith('--')
		? new UserError(`${title} takes no ${rawName}.`, [`It belongs to ${elsewhere.commands.join(', ')}.`, help])
		: new UserError(`There is no option ${rawName}.`, [`Did you mean --${nearest(name, ofCommand.map(each => each.name))}?`, help]);
}

function withoutValue({name, value}: OptionToken): string {
	if (value !== undefined) {
		throw new UserError(`--${name} takes no value.`);
	}

	return name;
}

function valuesOf({value, inlineValue}: OptionToken, option: OptionDefinition): string[] {
	if (option.kind === 'optional-value') {
		return value === undefined ? [] : [value];
	}

	const isMistaken = value === undefined || value === '' || (value.startsWith('-') && !inlineValue);
	if (isMistaken) {
		throw new UserError(`--${option.name} needs a value: --${option.name} ${option.placeholder ?? 'VALUE'}`);
	}

	return split(value, option);
}

const split = (value: string, option: OptionDefinition): string[] => isMany(option) ? value.split(',').filter(part => part !== '') : [value];

function once(values: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
	for (const [name, given] of values) {
		const option = optionDefinitions.find(each => each.name === name)!;
		if (!isMany(option) && given.length > 1) {
			throw new UserError(`--${name} was given more than once: ${given.join(', ')}.`);
		}
	}

	return values;
}

function checkChoices({command, values}: Arguments) {
	for (const [name, [value]] of values) {
		const choices = optionDefinitions.find(each => each.name === name)?.choices?.[command];
		if (choices && value !== undefined && !choices.includes(value)) {
			throw new UserError(`There is no --${name} ${JSON.stringify(value)}.`, [`Did you mean ${nearest(value, choices)}?`, `It may be ${choices.join(', ')}.`]);
		}
	}
}
