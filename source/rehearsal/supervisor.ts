import {bootstrapCommand} from '../connection/bootstrap.js';
import {parentOf} from './file-system/path.js';
import {rootFiles} from './systemd/units.js';
import type {Machine, User} from './machine.js';
import type {Rehearsal} from './rehearsal.js';
import {runScript} from './script.js';
import {readAssignment} from './shell-words.js';
import {nextNumber} from './world.js';

export type SupervisedChannel = {
	readonly write: (stream: 'stdout' | 'stderr', bytes: Uint8Array | string) => void;
	/**
	Aborted when nobody is at the other end any more.
	*/
	readonly gone: AbortSignal;
	/**
	Breaks the connection, as a cut cable does.
	*/
	readonly cut: () => void;
};

export type SupervisedJob = {readonly stop: () => void; readonly ended: Promise<unknown>};

/**
Does what the wizard's bootstrap does on a real machine (`source/connection/bootstrap.ts`), which is too much for the interpreter: the marker lines, the
lock, the script as a job that outlives its connection, and its end on request. Resolves with the exit status of the command line.
*/
export async function supervise(commandLine: string, input: string, {rehearsal, machine, user, channel}: {
	readonly rehearsal: Rehearsal;
	readonly machine: Machine;
	readonly user: User;
	readonly channel: SupervisedChannel;
}): Promise<number> {
	if (commandLine !== bootstrapCommand) {
		return runScript(commandLine, {
			rehearsal, machine, user, stdin: input, signal: channel.gone, onOutput: channel.write,
		});
	}

	const assigned = (name: string) => readAssignment(input, name, user.home) ?? '';
	const nonce = assigned('dw_nonce');
	const script = assigned('dw_script');
	const lock = assigned('dw_lock');
	const say = (word: string) => {
		channel.write('stdout', `${nonce} ${word}\n`);
	};

	const pid = nextNumber(rehearsal.world) + 4000;
	say(`start ${pid}`);
	channel.write('stderr', `${nonce} start\n`);
	const code = await (cancelledJob(script) === undefined ? work() : cancel(cancelledJob(script)!, rehearsal));
	say(`end ${code}`);
	channel.write('stderr', `${nonce} end\n`);
	return 0;

	async function work(): Promise<number> {
		const release = lock === '' ? () => undefined : await takeLock(`${machine.name}:${lock}`, rehearsal, () => {
			say('waiting');
			return !channel.gone.aborted;
		});
		if (lock !== '') {
			makePrivate(lock, machine, user);
		}

		const stop = new AbortController();
		if (assigned('dw_tied') === 'yes') {
			channel.gone.addEventListener('abort', () => {
				stop.abort();
			});
		}

		const job = run(stop.signal);
		const jobId = pid + 1;
		rehearsal.jobs.set(jobId, {
			stop() {
				stop.abort();
			},
			ended: job,
		});
		say(`job ${jobId}`);
		try {
			return await job;
		} finally {
			rehearsal.jobs.delete(jobId);
			release();
		}
	}

	async function run(signal: AbortSignal): Promise<number> {
		switch (rehearsal.faults.take(script)) {
			case 'exit': {
				channel.write('stderr', 'dpu-wizard rehearsal: this command fails, as you wanted\n');
				return 1;
			}

			case 'lie': {
				return 0;
			}

			case 'hang': {
				await rehearsal.clock.sleep(Infinity, signal);
				return 143;
			}

			case 'drop': {
				const running = execute(signal);
				channel.cut();
				return running;
			}

			case undefined: {
				return execute(signal);
			}
		}
	}

	async function execute(signal: AbortSignal): Promise<number> {
		const off = rehearsal.running.get(machine.name)?.signal;
		return runScript(script, {
			rehearsal, machine, user, signal: off ? AbortSignal.any([signal, off]) : signal, onOutput: channel.write,
		});
	}
}

// The wizard ends a job by a script that looks through the list of processes (`source/connection/cancel.ts`).
function cancelledJob(script: string): {readonly watcher: number; readonly job: number} | undefined {
	const found = /awk -v watcher=(?<watcher>\d+) -v job=(?<job>\d+)/v.exec(script)?.groups;
	return found && {watcher: Number(found.watcher), job: Number(found.job)};
}

async function cancel({job}: {readonly job: number}, {jobs}: Rehearsal): Promise<number> {
	const found = jobs.get(job);
	found?.stop();
	await found?.ended.catch(() => undefined);
	return 0;
}

async function takeLock(key: string, {locks}: Rehearsal, isStillWanted: () => boolean): Promise<() => void> {
	while (locks.has(key) && isStillWanted()) {
		await locks.get(key)!.released;
	}

	const {promise, resolve} = Promise.withResolvers<void>();
	const held = {released: promise};
	locks.set(key, held);
	return () => {
		if (locks.get(key) === held) {
			locks.delete(key);
		}

		resolve();
	};
}

function makePrivate(directory: string, machine: Machine, {uid, gid}: User): void {
	const files = rootFiles(machine).as({uid, gid});
	try {
		files.mkdir(parentOf(directory), {recursive: true});
		files.mkdir(directory, {recursive: true, mode: 0o700});
	} catch {
		// Not allowed there: it runs unlocked, as for real.
	}
}
