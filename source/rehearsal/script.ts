import {Buffer} from 'node:buffer';
import {
	Bash,
	type CustomCommand,
	defineCommand,
	getCommandNames,
	parse,
	serialize,
} from 'just-bash';
import {quote} from '../shell/quote.js';
import {bashFiles} from './file-system/bash-files.js';
import {FileError, Files} from './file-system/files.js';
import type {DirectoryInode, Inode} from './file-system/inode.js';
import {normalize, wordsOf} from './file-system/path.js';
import {specialFiles} from './file-system/special.js';
import {inDialect, secondsVariable} from './dialect.js';
import {rootUser, type Machine, type User} from './machine.js';
import {
	type Io,
	type Program,
	Refusal,
	type RunOptions,
	type RunResult,
} from './program.js';
import {rootFiles} from './systemd/units.js';
import {programs} from './programs/index.js';
import {isProgram} from './packages/program-file.js';
import {searchPath} from './search-path.js';
import type {Rehearsal} from './rehearsal.js';
import {streaming, streams} from './streaming.js';

export type ScriptOptions = {
	readonly rehearsal: Rehearsal;
	readonly machine: Machine;
	readonly user: User;
	readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
	readonly signal: AbortSignal;
	readonly stdin?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
};

type Context = Parameters<Parameters<typeof defineCommand>[1]>[1];
type Result = Awaited<ReturnType<Parameters<typeof defineCommand>[1]>>;

/**
Runs bash text on a machine, as one process with all that it starts. Resolves with its exit status.
*/
export async function runScript(text: string, options: ScriptOptions): Promise<number> {
	return new Script(options).run(text);
}

// No script of the catalogue comes near any of them.
const many = 100_000_000;
const limits = {
	maxCallDepth: 1000,
	maxCommandCount: many,
	maxLoopIterations: many,
	maxAwkIterations: many,
	maxJqIterations: many,
	maxSedIterations: many,
	maxExecutionTimeMs: 2_000_000_000,
};

class Script {
	readonly #files: Files;
	#worked = 0;
	#user: User;
	#programCount = '';
	readonly #registered = new Set<string>();
	/**
	The innermost shell's EXIT trap comes last; `undefined` stands for a shell without one.
	*/
	readonly #traps: Array<{text: string; env: Readonly<Record<string, string>>} | undefined> = [undefined];
	readonly #atEnd: Array<() => void> = [];
	#bash!: Bash;

	constructor(readonly options: ScriptOptions) {
		const {machine, user, rehearsal: {clock}} = options;
		this.#user = user;
		const special = specialFiles(machine, bytes => {
			this.#toConsole(bytes);
		});
		this.#files = new Files(machine.root, special, user, clock.now);
	}

	async run(text: string): Promise<number> {
		try {
			return await this.#run(text);
		} finally {
			for (const action of this.#atEnd) {
				action();
			}
		}
	}

	async #run(text: string): Promise<number> {
		const {onOutput, signal, stdin = '', env = {}, cwd} = this.options;
		const sink = (stream: 'stdout' | 'stderr') => (bytes: Uint8Array) => {
			if (bytes.length > 0) {
				onOutput(stream, bytes);
			}
		};

		const files = bashFiles(this.#files, new Map([[streams.stdout, sink('stdout')], [streams.stderr, sink('stderr')]]));
		const {name, home, uid, gid} = this.#user;
		this.#bash = new Bash({
			fs: files,
			cwd: cwd ?? home,
			// Its guards change globals of the whole process, ssh2's among them; and everything that runs here is the wizard's own.
			defenseInDepth: false,
			executionLimits: limits,
			processInfo: {uid, gid},
			customCommands: this.#newCommands(),
			env: {
				PATH: ['/usr/bin', ...searchPath].join(':'), HOME: home, USER: name, LOGNAME: name, LANG: 'C.UTF-8', [secondsVariable]: '0', ...env,
			},
		});
		files.isReady = true;
		this.#bash.registerTransformPlugin(streaming());
		const status = await this.#execute(inDialect(text), {stdin, signal, sink});
		const trap = this.#traps[0];
		return trap && !signal.aborted
			? this.#execute(`${functionsOf(inDialect(text))}(exit ${status})\n${trap.text}\nexit ${status}`, {
				stdin: '', signal, sink, env: trap.env,
			})
			: status;
	}

	async #execute(text: string, {stdin, signal, sink, env = {}}: {
		readonly stdin: string;
		readonly signal: AbortSignal;
		readonly sink: (stream: 'stdout' | 'stderr') => (bytes: Uint8Array) => void;
		readonly env?: Readonly<Record<string, string>>;
	}): Promise<number> {
		const result = await this.#bash.exec(text, {
			rawScript: true, stdin, signal, env,
		});
		sink('stdout')(new TextEncoder().encode(result.stdout));
		sink('stderr')(new TextEncoder().encode(result.stderr));
		return result.exitCode;
	}

	#toConsole(bytes: Uint8Array): void {
		const {machine, rehearsal: {world, clock}} = this.options;
		const path = world.libvirt.domains.get(machine.name)?.console?.file;
		if (path !== undefined) {
			rootFiles(world.server, clock.now).write(path, bytes, {append: true});
		}
	}

	// Programs that are there now and were not before.
	#newCommands(): CustomCommand[] {
		// Directories that are as large as before are as before: nothing takes a program's place in between.
		const size = searchPath.map(path => directoryAt(path, this.#files)?.entries.size ?? 0).join(' ');
		if (size === this.#programCount) {
			return [];
		}

		this.#programCount = size;
		return installedPrograms(this.#files).filter(name => !this.#registered.has(name)).map(name => {
			this.#registered.add(name);
			return defineCommand(name, async (argv, context) => this.#runProgram(name, programs.get(name) ?? standInMissing(name), argv, context));
		});
	}

	async #runProgram(name: string, program: Program, argv: readonly string[], context: Context): Promise<Result> {
		if (!isInstalled(name, this.#files)) {
			return {stdout: '', stderr: `bash: ${name}: command not found\n`, exitCode: 127};
		}

		let out = '';
		let errors = '';
		const result = (exitCode: number): Result => ({stdout: out, stderr: errors, exitCode});
		try {
			const status = await program(argv, this.#io(name, context, {
				write(text) {
					out += text;
				},
				complain(line) {
					errors += `${line}\n`;
				},
			}));
			return result(status);
		} catch (error) {
			if (error instanceof Refusal) {
				errors += error.message === '' ? '' : `${error.message}\n`;
				return result(error.status);
			}

			if (error instanceof FileError) {
				errors += `${name}: ${error.path}: ${error.words}\n`;
				return result(1);
			}

			throw error;
		} finally {
			for (const command of this.#newCommands()) {
				this.#bash.registerCommand(command as Parameters<Bash['registerCommand']>[0]);
			}

			await context.assignShellVariable?.(secondsVariable, String(Math.floor(this.#worked)));
		}
	}

	#io(name: string, context: Context, {write, complain}: Pick<Io, 'write' | 'complain'>): Io {
		const {rehearsal, machine, signal: outer} = this.options;
		const signal = context.signal ? AbortSignal.any([context.signal, outer]) : outer;
		const files = this.#files;
		const stdin = () => Buffer.from(String(context.stdin), 'latin1').toString('utf8');
		const path = (each: string) => normalize(each, context.cwd);
		const user = this.#user;
		return {
			rehearsal,
			world: rehearsal.world,
			machine,
			user,
			isRoot: user.uid === 0,
			files,
			cwd: context.cwd,
			env: context.env,
			get stdin() {
				return stdin();
			},
			descriptor: number => context.fileDescriptors?.get(number)?.replace(/^__file(?:_append|_read|_rw)?__:/v, ''),
			path,
			read: each => each === '-' || each === '/dev/stdin' ? stdin() : files.text(path(each)),
			write,
			say(line) {
				write(`${line}\n`);
			},
			complain,
			now: rehearsal.clock.now,
			work: async seconds => {
				await rehearsal.clock.sleep(seconds * 1000, signal);
				this.#worked += seconds;
			},
			worked: () => this.#worked,
			signal,
			run: async (argv, options) => this.#runNested(argv, options ?? {}, context, signal),
			async original(argv) {
				const {exitCode, stdout, stderr} = await context.origCommand!([...argv]);
				return {status: exitCode, out: stdout, errors: stderr};
			},
			onEnd: action => {
				this.#atEnd.push(action);
			},
			setVariable: async (variable, value) => context.assignShellVariable?.(variable, value),
			...(name === 'trap' && {
				setTrap: (text: string | undefined) => {
					this.#traps[this.#traps.length - 1] = text === undefined ? undefined : {text, env: Object.fromEntries([...context.env].filter(([variable]) => /^[A-Z_a-z]\w*$/v.test(variable)))};
				},
			}),
			...(name === 'bash' && {
				asShell: async (action: () => Promise<RunResult>) => this.#asShell(action, context, signal),
			}),
		};
	}

	async #runNested(argv: readonly string[], {stdin, env, user, cwd}: RunOptions, context: Context, signal: AbortSignal): Promise<RunResult> {
		const before = this.#user;
		const become = (who: User) => {
			this.#user = who;
			this.#files.identity = who;
		};

		// The interpreter runs one thing after another, pipelines included: nobody else is made root by it.
		become(user ?? before);
		try {
			const {exitCode, stdout, stderr} = await context.exec!(quote(argv[0]!), {
				args: argv.slice(1), cwd: cwd ?? context.cwd, env: {...context.exportedEnv, ...env}, signal, ...(stdin === undefined ? {stdin: String(context.stdin), stdinKind: 'bytes' as const} : {stdin}),
			});
			return {status: exitCode, out: stdout, errors: stderr};
		} finally {
			become(before);
		}
	}

	async #asShell(action: () => Promise<RunResult>, context: Context, signal: AbortSignal): Promise<RunResult> {
		this.#traps.push(undefined);
		const result = await action();
		const trap = this.#traps.pop();
		if (!trap) {
			return result;
		}

		const {exitCode, stdout, stderr} = await context.exec!(`(exit ${result.status})\n${trap.text}`, {cwd: context.cwd, env: trap.env, signal});
		return {status: exitCode === 0 ? result.status : exitCode, out: result.out + stdout, errors: result.errors + stderr};
	}
}

export const rootOf = (machine: Machine): User => machine.users.get('root') ?? rootUser;

// A trap runs in a shell of its own here, and knows the functions of its script all the same.
const functionsOf = (text: string): string => {
	const script = parse(text);
	const statements = script.statements.filter(({pipelines}) => pipelines[0]?.commands[0]?.type === 'FunctionDef');
	return statements.length === 0 ? '' : `${serialize({...script, statements})}\n`;
};

function isInstalled(name: string, files: Files): boolean {
	return searchPath.some(path => directoryAt(path, files)?.entries.has(name));
}

function directoryAt(path: string, {root}: Files): DirectoryInode | undefined {
	let inode: Inode | undefined = root;
	for (const word of wordsOf(path)) {
		inode = inode?.kind === 'directory' ? inode.entries.get(word) : undefined;
	}

	return inode?.kind === 'directory' ? inode : undefined;
}

const ofInterpreter: ReadonlySet<string> = new Set(getCommandNames());

// Scripts are in these directories too: those the interpreter runs by itself.
function installedPrograms(files: Files): string[] {
	return searchPath.flatMap(path => [...directoryAt(path, files)?.entries ?? []].filter(([name, inode]) => programs.has(name) || (!ofInterpreter.has(name) && inode.kind === 'file' && isProgram(inode))).map(([name]) => name));
}

const standInMissing = (name: string): Program => () => {
	throw new Refusal(`${name}: the rehearsal lab has no stand-in for this program`, 126);
};
