import {performance} from 'node:perf_hooks';
import process from 'node:process';
import xterm from '@xterm/headless';
import pty, {type IPty} from 'node-pty';

/**
A program in a terminal of its own.
*/
export type Terminal = {
	readonly pid: number;
	/**
	Types keys.
	*/
	readonly press: (keys: string) => void;
	/**
	Milliseconds until the screen shows this, counted from now.
	*/
	readonly shows: (text: string, timeoutMs?: number) => Promise<number>;
	/**
	Milliseconds until the screen does not show this any more.
	*/
	readonly hides: (text: string, timeoutMs?: number) => Promise<number>;
	/**
	Resolves when the program reads keys: it has asked for bracketed paste.
	*/
	readonly isReading: Promise<void>;
	/**
	Resolves with the exit code; 128 and the signal's number where one ended it.
	*/
	readonly ended: Promise<number>;
	/**
	What the screen shows, or showed last.
	*/
	readonly text: () => string;
	readonly close: () => Promise<void>;
};

export function openTerminal(file: string, argv: readonly string[], environment: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): Terminal {
	const screen = new xterm.Terminal({cols: 100, rows: 30, allowProposedApi: true});
	const child: IPty = pty.spawn(file, [...argv], {
		name: 'xterm-256color', cols: 100, rows: 30, cwd, env: {...environment, CI: 'false', TERM: 'xterm-256color'},
	});
	const ended = new Promise<number>(resolve => {
		child.onExit(({exitCode, signal}) => {
			resolve(signal === undefined || signal === 0 ? exitCode : 128 + signal);
		});
	});
	const {promise: isReading, resolve: reads} = Promise.withResolvers<void>();
	let look = (): void => undefined;
	child.onData(data => {
		if (data.includes('\u{1B}[?2004h')) {
			reads();
		}

		screen.write(data, () => {
			look();
		});
	});
	const text = () => Array.from({length: 30}, (_, row) => screen.buffer.active.getLine(screen.buffer.active.viewportY + row)?.translateToString(true) ?? '').join('\n');
	const until = async (what: string, isShown: boolean, timeoutMs: number) => {
		const started = performance.now();
		const {promise, resolve, reject} = Promise.withResolvers<number>();
		const timeout = setTimeout(() => {
			reject(new Error(`${argv.join(' ')} has not ${isShown ? 'shown' : 'hidden'} ${JSON.stringify(what)} in ${timeoutMs} ms. It shows:\n${text()}`));
		}, timeoutMs);
		look = () => {
			if (text().includes(what) !== isShown) {
				return;
			}

			clearTimeout(timeout);
			look = () => undefined;
			resolve(performance.now() - started);
		};

		look();
		return promise;
	};

	return {
		pid: child.pid,
		press(keys) {
			child.write(keys);
		},
		shows: async (what, timeoutMs = 60_000) => until(what, true, timeoutMs),
		hides: async (what, timeoutMs = 60_000) => until(what, false, timeoutMs),
		isReading,
		ended,
		text,
		async close() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}

/**
Milliseconds from the start of a program to the frame that shows this.
*/
export async function firstFrame(file: string, argv: readonly string[], text: string, environment?: NodeJS.ProcessEnv, cwd?: string): Promise<number> {
	const started = performance.now();
	const terminal = openTerminal(file, argv, environment, cwd);
	try {
		await terminal.shows(text, 120_000);
		return performance.now() - started;
	} finally {
		await terminal.close();
	}
}

/**
Milliseconds that a program takes in a terminal. Rejects where it fails.
*/
export async function untilEnd(file: string, argv: readonly string[], environment?: NodeJS.ProcessEnv, cwd?: string): Promise<number> {
	const started = performance.now();
	const terminal = openTerminal(file, argv, environment, cwd);
	const code = await terminal.ended;
	if (code !== 0) {
		throw new Error(`${[file, ...argv].join(' ')} ended with ${code}: ${terminal.text()}`);
	}

	return performance.now() - started;
}
