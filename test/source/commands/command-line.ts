import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {PassThrough} from 'node:stream';
import {onTestFinished, vi} from 'vitest';
import {main} from '../../../source/commands/main.js';
import type {StageDefinition} from '../../../source/plan/step.js';

export type Started = {
	readonly status: Promise<number>;
	readonly stdout: () => string;
	readonly stderr: () => string;
	/**
	Types on the terminal.
	*/
	readonly type: (text: string) => void;
	readonly interrupt: () => void;
	/**
	Waits until standard output or error holds a text.
	*/
	readonly shows: (text: string) => Promise<void>;
};

export type CommandLine = {
	readonly directory: string;
	readonly start: (argv: readonly string[], options?: {readonly isTerminal?: boolean; readonly environment?: NodeJS.ProcessEnv}) => Started;
	/**
	Starts and waits for the end.
	*/
	readonly run: (...argv: readonly string[]) => Promise<{readonly status: number; readonly stdout: string; readonly stderr: string}>;
};

/**
The command line in a directory of its own, gone when the test is.
*/
export function commandLine(catalogue?: (directory: string) => readonly StageDefinition[], directory = ownDirectory()): CommandLine {
	const start: CommandLine['start'] = (argv, {isTerminal = false, environment = {}} = {}) => {
		const [stdout, stderr] = [gatherer(isTerminal), gatherer(isTerminal)];
		const input = Object.assign(new PassThrough(), {isTTY: isTerminal});
		const interrupts = new Set<() => void>();
		const status = main(argv, {
			input,
			output: stdout.stream,
			errors: stderr.stream,
			environment: {
				...process.env, HOME: directory, DPU_WIZARD_HOME: path.join(directory, 'home'), TERM: 'xterm', CI: '', NO_COLOR: '', ...environment,
			},
			onInterrupt(listener) {
				interrupts.add(listener);
				return () => {
					interrupts.delete(listener);
				};
			},
			startWizard: async services => services.shelf.labs().length,
			catalogue: catalogue?.(directory),
		});
		return {
			status,
			stdout: stdout.text,
			stderr: stderr.text,
			type(text) {
				input.write(text);
			},
			interrupt() {
				for (const listener of interrupts) {
					listener();
				}
			},
			async shows(text) {
				await vi.waitFor(() => {
					const all = stdout.text() + stderr.text();
					if (!all.includes(text)) {
						throw new Error(`${JSON.stringify(text)} is not in:\n${all}`);
					}
				}, {timeout: 15_000, interval: 10});
			},
		};
	};

	return {
		directory,
		start,
		async run(...argv) {
			const started = start(argv);
			return {status: await started.status, stdout: started.stdout(), stderr: started.stderr()};
		},
	};
}

function ownDirectory(): string {
	const directory = mkdtempSync(path.join(tmpdir(), 'command-line-'));
	onTestFinished(() => {
		rmSync(directory, {recursive: true, force: true});
	});
	return directory;
}

function gatherer(isTTY: boolean) {
	let text = '';
	const stream = Object.assign(new PassThrough(), {isTTY});
	stream.on('data', chunk => {
		text += String(chunk);
	});
	return {stream, text: () => text};
}
