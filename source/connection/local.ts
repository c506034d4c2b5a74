import {spawn} from 'node:child_process';
import {homedir} from 'node:os';
import process from 'node:process';
import type {ChannelRequest, Transport} from './channel.js';
import {bootstrapArguments} from './bootstrap.js';
import {readInTurns} from './read-in-turns.js';

/**
Programs of this machine. They get a session of their own, so that neither Ctrl-C nor closing the terminal ends them.
*/
export const localTransport = (environment: NodeJS.ProcessEnv = process.env): Transport => ({
	open: async ({input, onOutput, onClosed}: ChannelRequest) => new Promise((resolve, reject) => {
		const [file, ...argv] = bootstrapArguments;
		const child = spawn(file, argv, {
			cwd: homedir(), env: environment, detached: true, stdio: 'pipe',
		});
		child.once('error', reject);
		child.once('spawn', () => {
			resolve({
				discard() {
					// A daemon may still hold the other ends.
					child.stdout.destroy();
					child.stderr.destroy();
					child.unref();
				},
			});
		});
		readInTurns(child.stdout, chunk => {
			onOutput('stdout', chunk);
		});
		readInTurns(child.stderr, chunk => {
			onOutput('stderr', chunk);
		});
		child.once('close', (code, signal) => {
			onClosed({kind: 'ended', code: code ?? undefined, signal: signal ?? undefined});
		});
		// Whoever ended before reading it all tells so by its exit.
		child.stdin.on('error', () => undefined);
		child.stdin.end(input);
	}),
	close: () => undefined,
});
