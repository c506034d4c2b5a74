import {Buffer} from 'node:buffer';
import {bootstrapCommand} from '../connection/bootstrap.js';
import {endRootBroker, rootBroker} from '../run/root-broker.js';
import {parentOf} from './file-system/path.js';
import {endedJobs, isCancelling, jobsList} from './jobs/asked.js';
import {findJob, keepJob, type KeptJob} from './jobs/kept.js';
import type {Machine, User} from './machine.js';
import type {Rehearsal} from './rehearsal.js';
import {runScript} from './script.js';
import {readAssignment} from './shell-words.js';
import {rootFiles} from './systemd/units.js';
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

type Supervised = {
	readonly rehearsal: Rehearsal;
	readonly machine: Machine;
	readonly user: User;
	readonly channel: SupervisedChannel;
};

/**
Does what the wizard's bootstrap does on a real machine (`source/connection/supervisor/`), which is too much for the interpreter; the protocol stands in
`source/connection/jobs/protocol.ts`. Resolves with the exit status of the command line.
*/
export async function supervise(commandLine: string, input: string, supervised: Supervised): Promise<number> {
	const {rehearsal, machine, user, channel} = supervised;
	if (commandLine !== bootstrapCommand) {
		return runScript(commandLine, {
			rehearsal, machine, user, stdin: input, signal: channel.gone, onOutput: channel.write,
		});
	}

	const assigned = (name: string) => readAssignment(input, name, user.home) ?? '';
	const nonce = assigned('dw_nonce');
	const say = (words: string) => {
		channel.write('stdout', `${nonce} ${words}\n`);
	};

	const lock = assigned('dw_lock');
	const jobName = assigned('dw_job');
	for (const name of assigned('dw_seen').split(' ').filter(each => each !== '')) {
		const job = findJob(rehearsal, machine, name);
		if (job) {
			job.isSeen = true;
		}
	}

	const pid = nextNumber(rehearsal.world) + 4000;
	say(`start ${pid}`);
	channel.write('stderr', `${nonce} start\n`);
	say(jobName === '' ? `end ${await direct()}` : await named());
	channel.write('stderr', `${nonce} end\n`);
	return 0;

	async function direct(): Promise<number> {
		// Root is a word away here: no process has to be kept for it.
		const script = assigned('dw_script').replace(rootBroker, '').replace(endRootBroker, '');
		const listed = jobsList(script, rehearsal, machine);
		if (listed !== undefined) {
			channel.write('stdout', listed);
			return 0;
		}

		if (isCancelling(script)) {
			await Promise.all(endedJobs(script, rehearsal));
			return 0;
		}

		const release = assigned('dw_exclusive') === 'yes' ? await takePlace() : () => undefined;
		const stop = new AbortController();
		if (assigned('dw_tied') === 'yes') {
			channel.gone.addEventListener('abort', () => {
				stop.abort();
			});
		}

		const number = nextNumber(rehearsal.world) + 4000;
		// A step's own command where it ends with its connection; a probe goes wrong by itself only.
		const job = (assigned('dw_tied') === 'yes' ? faulty : unharmed)(script, channel.write, stop.signal).finally(() => {
			rehearsal.jobs.delete(String(number));
			release();
		});
		rehearsal.jobs.set(String(number), {
			stop() {
				stop.abort();
			},
			ended: job,
		});
		say(`job ${number}`);
		return job;
	}

	// A job of its own, which goes on without this channel. Its last words.
	async function named(): Promise<string> {
		let job = findJob(rehearsal, machine, jobName);
		if (!job && assigned('dw_known') === 'yes') {
			return 'gone absent';
		}

		const looks = new Set(assigned('dw_looks').split(' '));
		if (!job && looks.has('before') && await look('before') === 0) {
			return 'gone unneeded';
		}

		job ??= await start();
		say(`job ${jobName}`);
		await follow(job);
		if (job.exit === 0 && looks.has('after')) {
			await look('after');
		}

		return job.exit === undefined ? 'gone killed' : `end ${job.exit}`;
	}

	async function look(time: 'before' | 'after'): Promise<number> {
		say(`look ${time}`);
		const status = await unharmed(assigned('dw_probe'), (_stream, bytes) => {
			channel.write('stdout', bytes);
		}, channel.gone);
		say(`looked ${time} ${status}`);
		return status;
	}

	async function start(): Promise<KeptJob> {
		const release = await takePlace();
		const script = assigned('dw_script');
		const stop = new AbortController();
		const job = keepJob(rehearsal, machine, jobName);
		const write: SupervisedChannel['write'] = (stream, bytes) => {
			job[stream] += Buffer.from(bytes).toString('latin1');
			rehearsal.jobOutput.dispatchEvent(new Event('output'));
		};

		const ended = faulty(script, write, stop.signal).then(code => {
			job.exit = code;
		}).finally(() => {
			rehearsal.jobs.delete(jobName);
			release();
		});
		rehearsal.jobs.set(jobName, {
			stop() {
				stop.abort();
			},
			ended,
		});
		return job;
	}

	async function faulty(script: string, write: SupervisedChannel['write'], signal: AbortSignal): Promise<number> {
		switch (rehearsal.faults.take(script)) {
			case 'exit': {
				write('stderr', Buffer.from('dpu-wizard rehearse: this command fails once, as was asked for\n'));
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
				// However short the script is: nobody hears of its end by this connection.
				const isCut = new Promise<void>(resolve => {
					setImmediate(() => {
						channel.cut();
						resolve();
					});
				});
				const [code] = await Promise.all([unharmed(script, write, signal), isCut]);
				return code;
			}

			case undefined: {
				return unharmed(script, write, signal);
			}
		}
	}

	async function unharmed(script: string, write: SupervisedChannel['write'], signal: AbortSignal): Promise<number> {
		const off = rehearsal.running.get(machine.name)?.signal;
		return runScript(script, {
			rehearsal, machine, user, signal: off ? AbortSignal.any([signal, off]) : signal, onOutput: write,
		});
	}

	async function follow(job: KeptJob): Promise<void> {
		const told = {stdout: Number(assigned('dw_stdout')), stderr: Number(assigned('dw_stderr'))};
		const tell = () => {
			for (const stream of ['stdout', 'stderr'] as const) {
				if (!(job[stream].length > told[stream])) {
					continue;
				}

				channel.write(stream, Buffer.from(job[stream].slice(told[stream]), 'latin1'));
				told[stream] = job[stream].length;
			}
		};

		rehearsal.jobOutput.addEventListener('output', tell);
		tell();
		await rehearsal.jobs.get(jobName)?.ended;
		rehearsal.jobOutput.removeEventListener('output', tell);
		tell();
	}

	async function takePlace(): Promise<() => void> {
		if (lock === '') {
			return () => undefined;
		}

		makePrivate(lock, machine, user);
		return takeLock(`${machine.name}:${lock}`, rehearsal, () => {
			say('waiting');
		});
	}
}

async function takeLock(key: string, {locks}: Rehearsal, onWaiting: () => void): Promise<() => void> {
	while (locks.has(key)) {
		onWaiting();
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
