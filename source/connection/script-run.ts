import {bootstrapCommand, bootstrapInput, type SudoMode} from './bootstrap.js';
import {cancelScript, type Processes} from './cancel.js';
import type {Channel, Closing, Transport} from './channel.js';
import type {ExecuteOptions, Outcome} from './connection.js';
import {makeNonce, markerReader} from './markers.js';

export type ScriptRunOptions = ExecuteOptions & {
	readonly sudo: SudoMode;
	readonly lockDirectory?: string | undefined;
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
	if (options.signal?.aborted) {
		return {kind: 'cancelled'};
	}

	return new Promise((resolve, reject) => {
		const nonce = makeNonce();
		let channel: Channel | undefined;
		let processes: Processes | undefined;
		let cancelling: Promise<Outcome> | undefined;
		let code: number | undefined;
		let isErrorOutputWhole = false;
		let isSettled = false;
		let noise = '';

		const settle = (outcome: Outcome) => {
			if (isSettled) {
				return;
			}

			isSettled = true;
			options.signal?.removeEventListener('abort', onAbort);
			channel?.discard();
			resolve(outcome);
		};

		const end = (outcome: Outcome) => {
			if (cancelling) {
				void cancelling.then(settle);
			} else {
				settle(outcome);
			}
		};

		const endIfWhole = () => {
			if (code !== undefined && isErrorOutputWhole) {
				end({kind: 'exited', code});
			}
		};

		const onAbort = () => {
			// Before the bootstrap has told its process there is nothing to name; its first marker comes back here.
			if (!processes || cancelling || isSettled) {
				return;
			}

			cancelling = cancel(transport, processes, options.sudo);
			void cancelling.then(settle);
		};

		const readers = {
			stdout: markerReader(nonce, {
				onMarker([word, value]) {
					switch (word) {
						case 'start': {
							processes = {watcher: Number(value), job: undefined};
							break;
						}

						case 'waiting': {
							options.onWaiting?.();
							break;
						}

						case 'unlocked': {
							options.onUnlocked?.();
							break;
						}

						case 'job': {
							processes = {watcher: processes!.watcher, job: Number(value)};
							break;
						}

						default: {
							code = Number(value);
							endIfWhole();
						}
					}

					if (options.signal?.aborted) {
						onAbort();
					}
				},
				onData(chunk) {
					if (processes) {
						options.onOutput?.('stdout', chunk);
					} else {
						noise = (noise + String(chunk)).slice(-4000);
					}
				},
			}),
			stderr: (() => {
				let hasStarted = false;
				return markerReader(nonce, {
					onMarker([word]) {
						hasStarted = true;
						isErrorOutputWhole = word === 'end';
						endIfWhole();
					},
					onData(chunk) {
						if (hasStarted) {
							options.onOutput?.('stderr', chunk);
						} else {
							noise = (noise + String(chunk)).slice(-4000);
						}
					},
				});
			})(),
		};

		const onClosed = (closing: Closing) => {
			if (code !== undefined) {
				end({kind: 'exited', code});
			} else if (closing.kind === 'broken') {
				settle({kind: 'lost', reason: closing.reason});
			} else if (processes) {
				end({kind: 'lost', reason: `The shell that watched the script was ended${closing.signal ? ` (${closing.signal})` : ''}; what it started may still be running`});
			} else if (!isSettled) {
				isSettled = true;
				reject(new NoBashError(noise.trim()));
			}
		};

		options.signal?.addEventListener('abort', onAbort);
		transport.open({
			commandLine: bootstrapCommand,
			input: bootstrapInput({
				script, nonce, sudo: options.sudo, lockDirectory: options.lockDirectory,
			}),
			onOutput(stream, chunk) {
				if (!isSettled) {
					readers[stream](chunk);
				}
			},
			onClosed,
			...(options.isUrgent && {isUrgent: true}),
		}).then(opened => {
			channel = opened;
			if (isSettled) {
				opened.discard();
			}
		}, (error: unknown) => {
			settle({kind: 'lost', reason: `It was not started: ${error instanceof Error ? error.message : String(error)}`});
		});
	});
}

async function cancel(transport: Transport, processes: Processes, sudo: SudoMode): Promise<Outcome> {
	try {
		const outcome = await runScript(transport, cancelScript(processes, sudo.kind !== 'plain'), {sudo, isUrgent: true});
		return outcome.kind === 'exited' && outcome.code === 0
			? {kind: 'cancelled'}
			: {kind: 'lost', reason: outcome.kind === 'lost' ? outcome.reason : `Process group ${processes.job ?? processes.watcher} could not be ended`};
	} catch {
		return {kind: 'lost', reason: 'The place could not be told to end it'};
	}
}
