import {bootstrapCommand, bootstrapInput, type SudoMode} from './bootstrap.js';
import {cancelJobScript, cancelScript, type Processes} from './cancel.js';
import type {Channel, Closing, Transport} from './channel.js';
import type {ExecuteOptions, Outcome} from './connection.js';
import type {Job} from './jobs/job.js';
import {makeNonce} from './markers.js';
import {outputReaders} from './output-readers.js';

export type ScriptRunOptions = ExecuteOptions & {
	readonly sudo: SudoMode;
	/**
	Of the lab at this place: wanted for what is exclusive, and for jobs.
	*/
	readonly lockDirectory?: string | undefined;
	/**
	See `BootstrapOptions`.
	*/
	readonly seen?: readonly string[];
	readonly isUnitWanted?: boolean;
	/**
	The lock could not be taken, and the script runs without it.
	*/
	readonly onUnlocked?: () => void;
	/**
	The job has no files, and ends unheard if the connection does.
	*/
	readonly onUnkept?: () => void;
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
	const {
		signal, detachSignal, sudo, lockDirectory, isExclusive, isTied, job, looks, seen, onOutput, onWaiting, onUnlocked, onUnkept, isUrgent = false, isUnitWanted = true,
	} = options;
	const isToEnd = signal?.aborted === true;
	if (isToEnd && !job?.isStarted && !job?.isAskedFor) {
		return {kind: 'cancelled'};
	}

	return new Promise((resolve, reject) => {
		const nonce = makeNonce();
		let channel: Channel | undefined;
		let processes: Processes | undefined;
		let cancelling: Promise<void> | undefined;
		let isLooking = false;
		let isSettled = false;

		const settle = (outcome: Outcome) => {
			if (isSettled) {
				return;
			}

			isSettled = true;
			signal?.removeEventListener('abort', cancelIfWanted);
			detachSignal?.removeEventListener('abort', detach);
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
				cancelling ??= cancel(transport, {
					processes, job, isWatcherMeant: isLooking || !job?.isStarted, lockDirectory, sudo,
				}).then(settle);
			}
		}

		function detach() {
			end({kind: 'detached'});
		}

		const readers = outputReaders(nonce, {
			onOutput(stream, chunk) {
				if (job) {
					job.received[stream] += chunk.length;
				}

				onOutput?.(stream, chunk);
			},
			onProcesses(told) {
				processes = told;
				cancelIfWanted();
			},
			onWaiting,
			onUnlocked,
			onUnkept() {
				job!.isUnkept = true;
				onUnkept?.();
			},
			onJob() {
				job!.isStarted = true;
			},
			looks: looks && {
				...looks,
				onBegun(time) {
					isLooking = true;
					looks.onBegun(time);
				},
				onEnded(time, status) {
					isLooking = false;
					looks.onEnded(time, status);
				},
			},
			onEnd: end,
		});

		const onClosed = (closing: Closing) => {
			if (readers.end) {
				end(readers.end);
			} else if (closing.kind === 'broken') {
				settle({kind: 'lost', reason: closing.reason});
			} else if (processes) {
				end({kind: 'lost', reason: `The shell that watched the script was ended (${closing.signal ?? closing.code ?? 'no status'}); what it started may still be running`});
			} else if (!isSettled) {
				isSettled = true;
				reject(new NoBashError(readers.noise));
			}
		};

		if (job) {
			job.isAskedFor = true;
		}

		signal?.addEventListener('abort', cancelIfWanted);
		detachSignal?.addEventListener('abort', detach);
		transport.open({
			commandLine: bootstrapCommand,
			input: bootstrapInput({
				script, nonce, sudo, lockDirectory, isExclusive, isTied, seen, job: job && {
					name: job.name, ...job.received, isKnown: job.isStarted || isToEnd, isBeside: job.isBeside, isUnitWanted, looks,
				},
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
			} else if (detachSignal?.aborted) {
				detach();
			}
		}).catch((error: unknown) => {
			settle({kind: 'lost', reason: `It was not started: ${error instanceof Error ? error.message : String(error)}`});
		});
	});
}

type Cancellation = {
	readonly processes: Processes;
	readonly job: Job | undefined;
	/**
	The watcher runs a script itself, or may be about to start the job.
	*/
	readonly isWatcherMeant: boolean;
	readonly lockDirectory: string | undefined;
	readonly sudo: SudoMode;
};

async function cancel(transport: Transport, {
	processes, job, isWatcherMeant, lockDirectory, sudo,
}: Cancellation): Promise<Outcome> {
	const canSudo = sudo.kind !== 'plain';
	// A job that has not been heard of yet may start at this moment: first who starts it has to go.
	const scripts = [
		...(isWatcherMeant ? [cancelScript(processes, canSudo)] : []),
		...(job && lockDirectory !== undefined ? [cancelJobScript(lockDirectory, job.name, canSudo)] : []),
	];
	try {
		const outcome = await runScript(transport, scripts.map(script => `(\n${script}\n) || exit`).join('\n'), {sudo, isUrgent: true});
		return outcome.kind === 'exited' && outcome.code === 0 ? {kind: 'cancelled'} : {kind: 'lost', reason: outcome.kind === 'lost' ? outcome.reason : `Process ${processes.job ?? processes.watcher} and what it started could not be ended`};
	} catch {
		return {kind: 'lost', reason: 'The place could not be told to end it'};
	}
}
