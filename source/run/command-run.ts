import type {ExecuteOptions, Outcome} from '../connection/connection.js';
import {type Job, newJob} from '../connection/jobs/job.js';
import {type Place, placeName} from '../shell/place.js';
import type {AttemptOptions, AttemptResult} from './attempt.js';
import {type BusyState, hearOut} from './hear-out.js';
import {describe} from './outcome-text.js';
import {Redactor} from './redact.js';
import {Tail} from './tail.js';
import {
	type AskedAlong,
	endLine,
	probeLines,
	Telling,
} from './telling.js';

/**
A command of a step as it is run.
*/
export type Text = {readonly place: Place; readonly text: string; readonly changesNothing?: boolean; readonly isBeside?: boolean};

/**
Where a command stands among those of its step.
*/
export type Position = {readonly index: number; readonly count: number};

/**
How a command ended.
*/
export type Ran =
	| {readonly kind: 'ended well'}
	| {readonly kind: 'gone'; readonly outcome: Extract<Outcome, {readonly kind: 'gone'}>}
	| {readonly kind: 'result'; readonly result: AttemptResult};

export type CommandTask = Position & {
	readonly place: Place;
	readonly text: string;
	/**
	Without one, what runs ends with its connection.
	*/
	readonly job: Job | undefined;
	readonly isBeside: boolean;
	readonly asked?: AskedAlong | undefined;
};

type Asking = {
	readonly place: Place;
	readonly text: string;
	readonly state: () => BusyState;
	readonly isShown: boolean;
	readonly patienceMs?: number;
	readonly execute?: Pick<ExecuteOptions, 'job' | 'isTied' | 'looks'>;
	readonly onOutput?: () => void;
};

const usualPatienceMs = 5 * 60 * 1000;

const now = () => new Date().toISOString();

/**
Runs the commands of one attempt at a step, and what is asked beside them. Everything that they print goes to the log, whole.
*/
export class CommandRun {
	readonly #tail = new Tail();
	// Of this attempt: asked for again, they go on where they were.
	readonly #jobs = new Map<string, Job>();

	constructor(readonly options: AttemptOptions) {}

	/**
	The job of that name, where this attempt has started or followed it.
	*/
	knownJob(name: string): Job | undefined {
		return this.#jobs.get(name);
	}

	/**
	A job for a command. What only looks or waits has none: it ends with the connection, and is begun anew; nobody has to wait for it.
	*/
	jobFor({changesNothing, isBeside = false}: Text, {index}: Position): Job | undefined {
		return changesNothing ? undefined : newJob({step: this.options.step.id, attempt: this.options.log.attempt, index}, isBeside);
	}

	async run(task: CommandTask): Promise<Ran> {
		const {holdPlaces} = this.options;
		if (!holdPlaces || !task.isBeside) {
			return this.#runHeld(task);
		}

		await holdPlaces(false);
		try {
			return await this.#runHeld(task);
		} finally {
			await holdPlaces(true);
		}
	}

	/**
	Asks a place something that nobody wants to read; it goes to the log.
	*/
	async ask(place: Place, text: string, {state, patienceMs}: {readonly state: BusyState; readonly patienceMs?: number}): Promise<Outcome> {
		return this.#execute({
			place, text, state: () => state, isShown: false, ...(patienceMs !== undefined && {patienceMs}),
		});
	}

	/**
	As `ask`, with the question and what came of it in the log.
	*/
	async probe(place: Place, text: string, how: {readonly state: BusyState; readonly patienceMs?: number}): Promise<Outcome> {
		this.options.log.write(probeLines(place, text));
		const outcome = await this.ask(place, text, how);
		this.options.log.write(endLine(outcome));
		return outcome;
	}

	note(text: string) {
		this.options.emit({
			type: 'note', step: this.options.step.id, at: now(), text,
		});
	}

	async #runHeld({place, text, job, index, count, asked}: CommandTask): Promise<Ran> {
		if (job) {
			this.#jobs.set(job.name, job);
		}

		const telling = new Telling(this.options, {
			place, text, index, count, asked,
		});
		if (telling.state === 'running') {
			telling.begin();
		}

		const looks = telling.looks();
		const outcome = await this.#execute({
			place,
			text,
			state: () => telling.state,
			isShown: true,
			execute: job ? {job, ...(looks && {looks})} : {isTied: true},
			onOutput() {
				telling.begin();
			},
		});
		telling.finish(outcome);
		return this.#ended(outcome, {place, index, count}, telling.isBegun);
	}

	#ended(outcome: Outcome, {place, index, count}: Position & {readonly place: Place}, isBegun: boolean): Ran {
		const result = (failure: AttemptResult): Ran => ({kind: 'result', result: failure});
		switch (outcome.kind) {
			case 'exited':
			case 'signalled': {
				const which = count === 1 ? 'The command' : `Command ${index + 1} of ${count}`;
				return outcome.kind === 'exited' && outcome.code === 0
					? {kind: 'ended well'}
					: result({
						kind: 'failed',
						exitCode: outcome.kind === 'exited' ? outcome.code : null,
						reason: [`${which} on ${placeName(place)} ${describe(outcome)}.`, ...this.#tail.lines()].join('\n'),
					});
			}

			case 'gone': {
				return {kind: 'gone', outcome};
			}

			case 'cancelled': {
				return result({kind: 'cancelled'});
			}

			case 'detached': {
				return result({kind: 'lost', reason: isBegun ? `It was left running on ${placeName(place)}: \`dpu-wizard attach\` shows it, and the next run goes on with it.` : leftUnprobed});
			}

			case 'lost': {
				return result({kind: 'lost', reason: isBegun ? `${outcome.reason}\nWhat was started there may still be running: the next attempt finds it, follows it to its end, and proves it.` : outcome.reason});
			}
		}
	}

	async #execute({place, text, state, isShown, patienceMs = this.options.patienceMs ?? usualPatienceMs, execute, onOutput}: Asking): Promise<Outcome> {
		const {step: {id: step}, places, log, emit, cancelSignal, detachSignal} = this.options;
		const redactors = {stdout: new Redactor(), stderr: new Redactor()};
		const flush = () => {
			log.write(redactors.stdout.end());
			log.write(redactors.stderr.end());
		};

		const options: ExecuteOptions = {
			...execute,
			...(execute?.looks && {
				looks: {
					...execute.looks,
					onBegun(time) {
						flush();
						execute.looks!.onBegun(time);
					},
				},
			}),
			...(cancelSignal && {signal: cancelSignal}),
			...(detachSignal && {detachSignal}),
			onWaiting: () => {
				this.note(`Waiting on ${placeName(place)} for a command that an earlier run left running there`);
			},
			onOutput: (stream, chunk) => {
				onOutput?.();
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
			places, step, emit, signals: [cancelSignal, detachSignal].filter(signal => signal !== undefined), patienceMs,
		});
		flush();
		return outcome;
	}
}

/**
Why nothing is known of a step that was left so early.
*/
export const leftUnprobed = 'The run was left before it was probed.';
