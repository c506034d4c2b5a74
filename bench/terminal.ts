import {performance} from 'node:perf_hooks';
import process from 'node:process';
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
	Milliseconds until the program has drawn this, counted from now. Only what it draws from now on counts.
	*/
	readonly draws: (text: string, timeoutMs?: number) => Promise<number>;
	readonly close: () => Promise<void>;
};

export function openTerminal(file: string, argv: readonly string[], environment: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): Terminal {
	const wanted = {text: '', seen: '', tell: (): void => undefined};
	let last = '';
	const child: IPty = pty.spawn(file, [...argv], {
		name: 'xterm-256color', cols: 100, rows: 30, cwd, env: {...environment, CI: 'false', TERM: 'xterm-256color'},
	});
	const ended = new Promise<void>(resolve => {
		child.onExit(() => {
			resolve();
		});
	});
	child.onData(data => {
		last = (last + data).slice(-2000);
		// A word may come in two chunks.
		wanted.seen = wanted.seen.slice(-wanted.text.length) + data;
		if (wanted.text !== '' && wanted.seen.includes(wanted.text)) {
			wanted.tell();
		}
	});
	return {
		pid: child.pid,
		press(keys) {
			child.write(keys);
		},
		async draws(text, timeoutMs = 60_000) {
			const started = performance.now();
			const {promise, resolve, reject} = Promise.withResolvers<number>();
			const timeout = setTimeout(() => {
				reject(new Error(`${argv.join(' ')} has not drawn ${JSON.stringify(text)} in ${timeoutMs} ms. Last it drew: ${JSON.stringify(last)}`));
			}, timeoutMs);
			Object.assign(wanted, {
				text, seen: '', tell() {
					clearTimeout(timeout);
					wanted.text = '';
					resolve(performance.now() - started);
				},
			});
			return promise;
		},
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
		await terminal.draws(text, 120_000);
		return performance.now() - started;
	} finally {
		await terminal.close();
	}
}
