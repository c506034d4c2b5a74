import {bootstrapCommand, bootstrapInput, type SudoMode} from './bootstrap.js';
import {cancelScript, type Processes} from './cancel.js';
import type {Channel, Closing, Transport} from './channel.js';
import type {ExecuteOptions, Outcome} from './connection.js';
import {makeNonce} from './markers.js';
import {outputReaders} from './output-readers.js';

export type ScriptRunOptions = ExecuteOptions & {
	readonly sudo: SudoMode;
	readonly lockDirectory?: string | undefined;
	/**
	The lock could not be taken, and the script runs without it.
	*/
	readonly onUnlocked?: () => void;
	readonly isUrgent?: boolean;
};

/**
The place answered, but bash did not start there. `noise` is what was printed instead.
*/
export class NoBashError extends Error {
	override name = 'NoBashError';

	constructor(readonly noise: string) {
		super('bash did not start');
	}
}

/**
Runs a script through the bootstrap. Rejects with a `NoBashError` only.
*/
export async function runScript(transport: Transport, script: string, options: ScriptRunOptions): Promise<Outcome> {
	const {signal, sudo, lockDirectory, isTied, onOutput, onWaiting, onUnlocked, isUrgent = false} = options;
	if (signal?.aborted) {
		return {kind: 'cancelled'};
	}

	return new Promise((resolve, reject) => {
		const nonce = makeNonce();
		let channel: Channel | undefined;
		let processes: Processes | undefined;
		let cancelling: Promise<void> | undefined;
		let isSettled = false;

		const settle = (outcome: Outcome) => {
			if (isSettled) {
				return;
			}

			isSettled = true;
			signal?.removeEventListener('abort', cancelIfWanted);
			channel?.discard();
			resolve(outcome);
		};

		// A script that is being cancelled ends too; what counts then is that nothing of it is left.
		const end = (outcome: Outcome) => {
			if (!cancelling) {
				settle(outcome);
			}
		};

		// Before the bootstrap has told its process there is nothing to name: its first line comes here as well.
		function cancelIfWanted() {
			if (processes && !isSettled && signal?.aborted) {
				cancelling ??= cancel(transport, processes, sudo).then(settle);
			}
		}

		const readers = outputReaders(nonce, {
			onOutput,
			onProcesses(told) {
				processes = told;
				cancelIfWanted();
			},
			onWaiting,
			onUnlocked,
			onEnd(code) {
				end({kind: 'exited', code});
			},
		});

		const onClosed = (closing: Closing) => {
			if (readers.code !== undefined) {
				end({kind: 'exited', code: readers.code});
			} else if (closing.kind === 'broken') {
				settle({kind: 'lost', reason: closing.reason});
			} else if (processes) {
				end({kind: 'lost', reason: `The shell that watched the script was ended (${closing.signal ?? closing.code ?? 'no status'}); what it started may still be running`});
			} else if (!isSettled) {
				isSettled = true;
				reject(new NoBashError(readers.noise));
			}
		};

		signal?.addEventListener('abort', cancelIfWanted);
		transport.open({
			commandLine: bootstrapCommand,
			input: bootstrapInput({
				script, nonce, sudo, lockDirectory, isTied,
			}),
			onOutput(stream, chunk) {
				if (!isSettled) {
					readers[stream](chunk);
				}
			},
			onClosed,
			isUrgent,
		}).then(opened => {
			channel = opened;
			if (isSettled) {
				opened.discard();
			}
		}).catch((error: unknown) => {
			settle({kind: 'lost', reason: `It was not started: ${error instanceof Error ? error.message : String(error)}`});
		});
	});
}

async function cancel(transport: Transport, processes: Processes, sudo: SudoMode): Promise<Outcome> {
	try {
		const outcome = await runScript(transport, cancelScript(processes, sudo.kind !== 'plain'), {sudo, isUrgent: true});
		return outcome.kind === 'exited' && outcome.code === 0 ? {kind: 'cancelled'} : {kind: 'lost', reason: outcome.kind === 'lost' ? outcome.reason : `Process ${processes.job ?? processes.watcher} and what it started could not be ended`};
	} catch {
		return {kind: 'lost', reason: 'The place could not be told to end it'};
	}
}
