import {
	type Database,
	isSwitching,
	servedDatabase,
	writeDatabase,
} from '../ovs/database.js';
import {bridgeCommands} from '../ovs/vsctl/bridge-commands.js';
import {type Command, refused} from '../ovs/vsctl/command.js';
import {recordCommands} from '../ovs/vsctl/records.js';
import {reconfigure, runDirectory} from '../ovs/vswitchd.js';
import type {Io, Program} from '../program.js';

const commands: Readonly<Record<string, Command>> = {...bridgeCommands, ...recordCommands};

const globalFlags = new Set(['--bare', '--no-wait', '--no-headings', '--oneline', '--dry-run', '--retry', '--no-syslog', '--pretty']);
const globalValues = new Set(['--timeout', '--db', '--format', '--data']);
const commandFlags = new Set(['--may-exist', '--if-exists', '--with-iface', '--real', '--fake']);
const commandValues = new Set(['--columns', '--id']);

/**
Commands with `--` between them are one transaction: all of it or nothing.
*/
export const ovsVsctl: Program = async (argv, io) => {
	const globals = new Map<string, string>();
	const parts = split(argv);
	const told: Told[] = parts.map((part, index) => read(part, index === 0 ? globals : undefined));
	const reach = io.isRoot ? servedDatabase(io.machine) : undefined;
	if (!reach) {
		throw refused(`unix:${runDirectory}/db.sock: database connection failed (${io.isRoot ? 'No such file or directory' : 'Permission denied'})`);
	}

	const database: Database = reach;
	let status = 0;
	let isChanged = false;
	for (const {command, words, options} of told) {
		status = command.run(words, {
			database,
			machine: io.machine,
			options: {has: name => options.has(name), value: name => options.get(name)},
			isBare: globals.has('--bare'),
			say: io.say,
		}) ?? 0;
		isChanged ||= !command.isReading;
		if (status !== 0) {
			return status;
		}
	}

	if (isChanged && !globals.has('--dry-run')) {
		writeDatabase(io.machine, database, io.now);
		await takeEffect(globals, io);
	}

	return status;
};

// It waits until ovs-vswitchd has done it, for ever where that doesn't run.
async function takeEffect(globals: ReadonlyMap<string, string>, io: Io): Promise<void> {
	if (isSwitching(io.machine)) {
		await reconfigure(io.machine, io.rehearsal);
	} else if (!globals.has('--no-wait')) {
		await io.work(globals.has('--timeout') ? Number(globals.get('--timeout')) : Infinity);
		throw refused('terminating with signal 14 (Alarm clock)', 142);
	}
}

const longNames: Readonly<Record<string, string>> = {'-t': '--timeout', '-f': '--format', '-d': '--data'};

function optionIn(word: string): {readonly name: string; readonly value: string | undefined} {
	const at = word.startsWith('--') ? word.indexOf('=') : 2;
	const given = at === -1 ? word : word.slice(0, at);
	const value = at === -1 || at === word.length ? undefined : word.slice(word.startsWith('--') ? at + 1 : at);
	return {name: longNames[given] ?? given, value};
}

type Told = {readonly command: Command; readonly words: readonly string[]; readonly options: ReadonlyMap<string, string>};

function split(argv: readonly string[]): ReadonlyArray<readonly string[]> {
	const parts: string[][] = [[]];
	for (const word of argv) {
		if (word === '--') {
			parts.push([]);
		} else {
			parts.at(-1)!.push(word);
		}
	}

	// `ovs-vsctl --timeout=2 -- add-br br0`: what stands before the first `--` are options only.
	return parts.length > 1 && parts[0]!.every(word => word.startsWith('-')) ? [[...parts[0]!, ...parts[1]!], ...parts.slice(2)] : parts;
}

function read(part: readonly string[], globals: Map<string, string> | undefined): Told {
	const options = new Map<string, string>();
	let at = 0;
	for (; part[at]?.startsWith('-'); at++) {
		const word = part[at]!;
		const {name, value} = optionIn(word);
		const isGlobal = globalFlags.has(name) || globalValues.has(name);
		if (!isGlobal && !commandFlags.has(name) && !commandValues.has(name)) {
			throw refused(word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word.slice(1)}'`);
		}

		const takesValue = globalValues.has(name) || commandValues.has(name);
		if (!takesValue && value !== undefined) {
			throw refused(`option '${name}' doesn't allow an argument`);
		}

		const argument = takesValue ? value ?? part[++at] : '';
		if (argument === undefined) {
			throw refused(`option '${name}' requires an argument`);
		}

		if (name === '--timeout' && !/^[1-9]\d*$/v.test(argument)) {
			throw refused(`value ${argument} on -t or --timeout is invalid`);
		}

		if (isGlobal && !globals) {
			throw refused(`'${part.find(each => !each.startsWith('-')) ?? ''}' command has no '${name}' option`);
		}

		(isGlobal ? globals! : options).set(name, argument);
	}

	const name = part[at];
	if (name === undefined) {
		throw refused('missing command name (use --help for help)');
	}

	const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!command) {
		throw refused(`unknown command '${name}'; use --help for help`);
	}

	const words = part.slice(at + 1);
	for (const option of options.keys()) {
		if (!command.options?.includes(option)) {
			throw refused(`'${name}' command has no '${option}' option`);
		}
	}

	if (words.length < command.least) {
		throw refused(`'${name}' command requires at least ${command.least} arguments`);
	}

	if (words.length > command.most) {
		throw refused(`'${name}' command takes at most ${command.most} arguments`);
	}

	return {command, words, options};
}
