import {performance} from 'node:perf_hooks';
import type {ExecuteOptions, Outcome, Places} from '../connection/connection.js';
import {type Job, knownJob, newJob} from '../connection/jobs/job.js';
import type {JobReport} from '../connection/jobs/list.js';
import {UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {type Place, placeName} from '../shell/place.js';
import {earlierJobs, placesOf} from './earlier-jobs.js';
import type {RunEvent} from './events.js';
import type {AttemptLog} from './history.js';
import {type BusyState, hearOut} from './hear-out.js';
import {describe} from './outcome-text.js';
import {redact, Redactor} from './redact.js';
import {Tail} from './tail.js';

/**
How an attempt at a step ended.
*/
export type AttemptResult =
	| {readonly kind: 'already done' | 'done' | 'cancelled'}
	| {readonly kind: 'failed'; readonly exitCode: number | null; readonly reason: string}
	| {readonly kind: 'unproven' | 'lost' | 'needs you'; readonly reason: string};

export type AttemptOptions = {
	readonly step: Step;
	readonly places: Places;
	readonly log: AttemptLog;
	readonly emit: (event: RunEvent) => void;
	readonly cancelSignal: AbortSignal | undefined;
	/**
	Aborted: what runs goes on there, and is listened to no more.
	*/
	readonly detachSignal?: AbortSignal | undefined;
	/**
	How long a place that was there may be away before the step is given up as lost.
	*/
	readonly patienceMs?: number | undefined;
	/**
	Gives the step's places to others while a command runs that others may run beside, and has them back before it goes on.
	*/
	readonly holdPlaces?: (isHeld: boolean) => Promise<void>;
};

/**
A command of a step as it is run.
*/
export type Text = {readonly place: Place; readonly text: string; readonly changesNothing?: boolean; readonly isBeside?: boolean};

/**
What is left to do after what an earlier wizard had started.
*/
export type Rejoined =
	| {readonly kind: 'nothing'}
	/**
	Its command has ended well; those from `next` on are left.
	*/
	| {readonly kind: 'ended'; readonly next: number}
	| {readonly kind: 'failed'; readonly result: AttemptResult};

type Execution = {readonly state: BusyState; readonly isShown: boolean; readonly job?: Job; readonly isTied?: boolean; readonly patienceMs?: number};

type Task = {readonly job: Job | undefined; readonly index: number; readonly count: number; readonly isBeside: boolean};

type Ran = {readonly kind: 'ended well'} | {readonly kind: 'gone'; readonly outcome: Extract<Outcome, {readonly kind: 'gone'}>} | {readonly kind: 'result'; readonly result: AttemptResult};

const patienceMs = 5 * 60 * 1000;

const triesAfterRestarts = 3;

const now = () => new Date().toISOString();

/**
One attempt at one step: its probe, its commands, its proof. Everything that it prints goes to the log, whole. A connection that breaks is made again, and the
attempt goes on where it was.
*/
export class Attempt {
	readonly #tail = new Tail();
	// Of this attempt: asked for again, they go on where they were.
	readonly #jobs = new Map<string, Job>();

	constructor(readonly options: AttemptOptions) {}

	/**
	Whether the step's probe holds, or why that can't be known.
	*/
	async probe(state: 'probing' | 'proving' = 'probing'): Promise<'holds' | 'does not hold' | AttemptResult> {
		const {step, log} = this.options;
		const place = step.probe.place ?? step.place;
		log.write(`# ${now()} probe on ${placeName(place)}\n${step.probe.text}\n`);
		const outcome = await this.#execute(place, step.probe.text, {state, isShown: false, ...(step.provesReach && {patienceMs: 0})});
		log.write(`# ${now()} ${describe(outcome)}\n`);
		switch (outcome.kind) {
			case 'exited': {
				return outcome.code === 0 ? 'holds' : 'does not hold';
			}

			case 'gone':
			case 'signalled': {
				return 'does not hold';
			}

			case 'cancelled': {
				return {kind: 'cancelled'};
			}

			case 'detached': {
				return {kind: 'lost', reason: 'The run was left before it was probed.'};
			}

			case 'lost': {
				return step.provesReach ? 'does not hold' : {kind: 'lost', reason: outcome.reason};
			}
		}
	}

	/**
	Replays what an earlier wizard left of this step, and follows what still runs to its end. `isFresh`: the places are asked anew.
	*/
	async rejoin(isFresh = false): Promise<Rejoined> {
		const {step} = this.options;
		for (const place of placesOf([step])) {
			const rejoined = await this.#rejoinAt(place, isFresh);
			if (rejoined.kind !== 'nothing') {
				return rejoined;
			}
		}

		return {kind: 'nothing'};
	}

	async #rejoinAt(place: Place, isFresh: boolean): Promise<Rejoined> {
		const reports = await this.#earlier(place, isFresh);
		for (const report of reports) {
			const ran = await this.#replay(place, report);
			if (report.state === 'running' && ran.kind !== 'gone') {
				return ran.kind === 'ended well' ? {kind: 'ended', next: report.index + 1} : {kind: 'failed', result: ran.result};
			}
		}

		// Whatever runs there next tells the place what was heard; a step that is done already may run nothing more.
		if (reports.length > 0) {
			await this.#execute(place, ':', {state: 'probing', isShown: false});
		}

		return {kind: 'nothing'};
	}

	/**
	Runs texts one after another, from one of them on, until one does not end with 0. Undefined when all did, or when one is gone (its machine was
	restarted, say) or had to wait, and the probe holds nevertheless.
	*/
	async run(texts: readonly Text[], from = 0): Promise<AttemptResult | undefined> {
		let restarts = 0;
		for (let first = from; ; first = 0) {
			const ran = await this.#runAll(texts, first);
			if (ran.kind !== 'gone') {
				return ran.kind === 'result' ? ran.result : undefined;
			}

			restarts += ran.outcome.reason === 'waited' ? 0 : 1;
			if (restarts === triesAfterRestarts) {
				return {kind: 'failed', exitCode: null, reason: `It ${describe(ran.outcome)}, ${restarts} times.`};
			}

			this.#note(`It ${describe(ran.outcome)}: probing, and running again what is not done`);
			const probed = await this.probe();
			if (probed === 'holds') {
				return undefined;
			}

			if (probed !== 'does not hold') {
				return probed;
			}
		}
	}

	async #runAll(texts: readonly Text[], from: number): Promise<Ran> {
		const {step, log} = this.options;
		for (const [index, {place, text, changesNothing, isBeside = false}] of texts.entries()) {
			if (index < from) {
				continue;
			}

			// What only looks or waits ends with the connection, and is begun anew; nobody has to wait for it.
			const job = changesNothing ? undefined : newJob({step: step.id, attempt: log.attempt, index}, isBeside);
			const ran = await this.#runOne(place, text, {
				job, index, count: texts.length, isBeside,
			});
			if (ran.kind !== 'ended well') {
				return ran;
			}
		}

		return {kind: 'ended well'};
	}

	async #runOne(place: Place, text: string, task: Task): Promise<Ran> {
		const {holdPlaces} = this.options;
		if (!holdPlaces || !task.isBeside) {
			return this.#runHeld(place, text, task);
		}

		await holdPlaces(false);
		try {
			return await this.#runHeld(place, text, task);
		} finally {
			await holdPlaces(true);
		}
	}

	async #runHeld(place: Place, text: string, {job, index, count}: Task): Promise<Ran> {
		const {step: {id: step}, log, emit} = this.options;
		const started = performance.now();
		if (job) {
			this.#jobs.set(job.name, job);
		}

		log.write(`# ${now()} command ${index + 1} of ${count} on ${placeName(place)}\n${redact(text)}\n`);
		emit({
			type: 'command.started', step, at: now(), index, place, text,
		});
		const outcome = await this.#execute(place, text, {state: 'running', isShown: true, ...(job ? {job} : {isTied: true})});
		log.write(`# ${now()} ${describe(outcome)}\n`);
		const exitCode = outcome.kind === 'exited' ? outcome.code : null;
		emit({
			type: 'command.finished', step, at: now(), index, exitCode, durationMs: Math.round(performance.now() - started),
		});
		const result = (failure: AttemptResult): Ran => ({kind: 'result', result: failure});
		switch (outcome.kind) {
			case 'exited':
			case 'signalled': {
				const which = count === 1 ? 'The command' : `Command ${index + 1} of ${count}`;
				return outcome.kind === 'exited' && outcome.code === 0
					? {kind: 'ended well'}
					: result({kind: 'failed', exitCode, reason: [`${which} on ${placeName(place)} ${describe(outcome)}.`, ...this.#tail.lines()].join('\n')});
			}

			case 'gone': {
				return {kind: 'gone', outcome};
			}

			case 'cancelled': {
				return result({kind: 'cancelled'});
			}

			case 'detached': {
				return result({kind: 'lost', reason: `It was left running on ${placeName(place)}: \`dpu-wizard attach\` shows it, and the next run goes on with it.`});
			}

			case 'lost': {
				return result({kind: 'lost', reason: `${outcome.reason}\nWhat was started there may still be running: the next attempt finds it, follows it to its end, and proves it.`});
			}
		}
	}

	/**
	Replays a job and follows it to its end, without a part in it.
	*/
	async watch(place: Place, report: JobReport): Promise<AttemptResult | undefined> {
		const ran = await this.#replay(place, report);
		switch (ran.kind) {
			case 'ended well': {
				return undefined;
			}

			case 'gone': {
				return {kind: 'failed', exitCode: null, reason: `It ${describe(ran.outcome)}.`};
			}

			case 'result': {
				return ran.result;
			}
		}
	}

	async #replay(place: Place, {name, index, attempt, state, secondsAgo}: JobReport): Promise<Ran> {
		const {step, emit} = this.options;
		this.#note(state === 'running'
			? `It has been running on ${placeName(place)} for ${secondsAgo} s (attempt ${attempt}): here is what it printed, and what it prints from here on`
			: `This is what it printed on ${placeName(place)} while nobody listened (attempt ${attempt}, ${secondsAgo} s ago)`);
		if (state === 'running') {
			emit({
				type: 'step.state', step: step.id, state: 'running', at: now(),
			});
		}

		return this.#runOne(place, step.commands[index]?.text ?? '', {
			job: this.#jobs.get(name) ?? knownJob(name), index, count: step.commands.length, isBeside: step.commands[index]?.isBeside ?? false,
		});
	}

	// A place that can't be asked is told by the probe.
	async #earlier(place: Place, isFresh: boolean): Promise<readonly JobReport[]> {
		try {
			const connection = await this.options.places.connect(place);
			return await earlierJobs(connection, this.options.step.id, isFresh);
		} catch (error) {
			if (error instanceof UserError) {
				return [];
			}

			throw error;
		}
	}

	async #execute(place: Place, text: string, {state, isShown, job, isTied = false, patienceMs: patience = this.options.patienceMs ?? patienceMs}: Execution): Promise<Outcome> {
		const {step: {id: step}, places, log, emit, cancelSignal, detachSignal} = this.options;
		const redactors = {stdout: new Redactor(), stderr: new Redactor()};
		const options: ExecuteOptions = {
			...(job && {job}),
			...(isTied && {isTied}),
			...(cancelSignal && {signal: cancelSignal}),
			...(detachSignal && {detachSignal}),
			onWaiting: () => {
				this.#note(`Waiting on ${placeName(place)} for a command that an earlier run left running there`);
			},
			onOutput: (stream, chunk) => {
				log.write(redactors[stream].write(chunk));
				if (!isShown) {
					return;
				}

				this.#tail.write(chunk);
				emit({
					type: 'output', step, stream, chunk,
				});
			},
		};
		const outcome = await hearOut({
			place, text, execute: options, state,
		}, {
			places, step, emit, signals: [cancelSignal, detachSignal].filter(signal => signal !== undefined), patienceMs: patience,
		});
		log.write(redactors.stdout.end());
		log.write(redactors.stderr.end());
		return outcome;
	}

	#note(text: string) {
		this.options.emit({
			type: 'note', step: this.options.step.id, at: now(), text,
		});
	}
}
