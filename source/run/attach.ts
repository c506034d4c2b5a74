import {performance} from 'node:perf_hooks';
import {setTimeout} from 'node:timers/promises';
import type {Places} from '../connection/connection.js';
import type {JobReport} from '../connection/jobs/list.js';
import {UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {sh} from '../shell/command.js';
import {type Place, placeKey, remoteServer} from '../shell/place.js';
import {Attempt, type AttemptResult} from './attempt.js';
import type {RunListener, RunState} from './events.js';
import type {History} from './history.js';
import {lockHolder} from './lab-lock.js';
import {watch} from './rejoin.js';

export type FoundJob = JobReport & {readonly place: Place};

/**
Who is at work on a lab, and what runs there.
*/
export type AtWork = {
	/**
	Who holds the lab's lock, and since when.
	*/
	readonly holder: string | undefined;
	readonly running: readonly FoundJob[];
};

export type AtWorkOptions = {
	readonly places: Places;
	/**
	Of the lab, on the server.
	*/
	readonly lockDirectory: string;
	/**
	Every step of the plan: their places are asked.
	*/
	readonly steps: readonly Step[];
};

export type AttachOptions = AtWorkOptions & {
	readonly labName: string;
	readonly history: History;
	readonly listen: RunListener;
	/**
	Aborted: listens no more. What runs goes on.
	*/
	readonly signal: AbortSignal;
};

const now = () => new Date().toISOString();

const secondsBetweenLooks = 2;

/**
Asks the server and the nodes, side by side and read-only. A node that can't be asked runs nothing that could be followed. Rejects with a `PlaceError` when the
server can't be asked.
*/
export async function whatIsAtWork({places, lockDirectory, steps}: AtWorkOptions): Promise<AtWork> {
	const server = await places.connect(remoteServer);
	const all = new Map(steps.flatMap(step => [step.place, ...step.commands.map(({place}) => place ?? step.place)]).filter(({kind}) => kind === 'node').map(place => [placeKey(place), place]));
	const [holder, ...found] = await Promise.all([
		lockHolder(server, lockDirectory),
		...[remoteServer, ...all.values()].map(async place => jobsAt(place, places)),
	]);
	return {holder, running: found.flat().filter(({state}) => state === 'running')};
}

async function jobsAt(place: Place, places: Places): Promise<readonly FoundJob[]> {
	try {
		const connection = await places.connect(place);
		const jobs = await connection.jobs();
		return jobs.map(job => ({...job, place}));
	} catch (error) {
		if (error instanceof UserError && place.kind === 'node') {
			return [];
		}

		throw error;
	}
}

/**
Watches what runs in a lab, whoever started it, until nothing runs and nobody holds the lab. Read-only: replays what each job printed, follows it to its end, and
asks the probe what came of it.
*/
export async function attach(options: AttachOptions): Promise<RunState> {
	return new Watch(options).watch();
}

class Watch {
	readonly #followed = new Set<string>();
	readonly #following = new Map<string, Promise<void>>();
	#hasFailed = false;

	constructor(readonly options: AttachOptions) {}

	async watch(): Promise<RunState> {
		const {labName, listen, signal} = this.options;
		const first = await whatIsAtWork(this.options);
		listen({
			type: 'run.started', run: 'attach', lab: labName, at: now(), steps: [...new Set(first.running.map(({step}) => step))],
		});
		listen({type: 'note', at: now(), text: first.holder === undefined ? 'Nobody holds the lab.' : `The lab is held by ${first.holder}. This only watches.`});
		let atWork = first;
		for (;;) {
			this.#follow(atWork.running);
			if (signal.aborted || (atWork.holder === undefined && this.#following.size === 0)) {
				break;
			}

			await Promise.race([setTimeout(secondsBetweenLooks * 1000, undefined, {signal}).catch(() => undefined), ...this.#following.values()]);
			atWork = await this.#look(atWork);
		}

		await Promise.all(this.#following.values());
		const state = signal.aborted ? 'stopped' : (this.#hasFailed ? 'failed' : 'done');
		listen({
			type: 'run.finished', run: 'attach', at: now(), state,
		});
		return state;
	}

	// Whoever follows a job tells what the connection is up to; here it only means that nothing new is heard of.
	async #look(before: AtWork): Promise<AtWork> {
		try {
			return await whatIsAtWork(this.options);
		} catch (error) {
			if (error instanceof UserError && this.#following.size > 0) {
				return {...before, running: []};
			}

			throw error;
		}
	}

	#follow(running: readonly FoundJob[]) {
		for (const job of running) {
			if (this.#followed.has(job.name)) {
				continue;
			}

			this.#followed.add(job.name);
			this.#following.set(job.name, this.#followOne(job).finally(() => {
				this.#following.delete(job.name);
			}));
		}
	}

	async #followOne(job: FoundJob): Promise<void> {
		const {history, listen, places, signal, steps} = this.options;
		const step = steps.find(({id}) => id === job.step) ?? unknownStep(job);
		const started = performance.now();
		const log = history.openLog(step.id);
		listen({
			type: 'step.started', step: step.id, at: now(), attempt: log.attempt, log: log.path,
		});
		const attempt = new Attempt({
			step, places, log, emit: listen, cancelSignal: undefined, detachSignal: signal,
		});
		const failure = await watch(attempt, job.place, job);
		log.write(`# ${now()} ${failure?.kind ?? 'ended'}\n`);
		if (!signal.aborted && (failure !== undefined || job.index >= step.commands.length - 1)) {
			this.#finish(step, failure ?? await proof(attempt), performance.now() - started);
		}

		log.close();
	}

	#finish(step: Step, result: AttemptResult, durationMs: number) {
		const isDone = result.kind === 'done' || result.kind === 'already done';
		this.#hasFailed ||= !isDone;
		this.options.listen({
			type: 'step.finished',
			step: step.id,
			at: now(),
			state: result.kind === 'cancelled' ? 'failed' : result.kind,
			exitCode: result.kind === 'failed' ? result.exitCode : (isDone ? 0 : null),
			durationMs: Math.round(durationMs),
			...('reason' in result && {reason: result.reason}),
		});
	}
}

async function proof(attempt: Attempt): Promise<AttemptResult> {
	const probed = await attempt.probe('proving');
	if (probed === 'holds') {
		return {kind: 'done'};
	}

	return probed === 'does not hold' ? {kind: 'unproven', reason: 'Its command ended with 0, but what proves the step does not hold (yet).'} : probed;
}

// Of another version, or of other choices: it is followed all the same.
const unknownStep = ({step, place}: FoundJob): Step => ({
	id: step, kind: step, stage: '', title: 'A step that is not part of this lab\'s plan', why: '', place, needs: [], probe: sh`true`, commands: [], undo: [], optional: false,
});
