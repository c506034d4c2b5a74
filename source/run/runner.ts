import {randomBytes} from 'node:crypto';
import {performance} from 'node:perf_hooks';
import {setTimeout} from 'node:timers/promises';
import type {Step} from '../plan/step.js';
import {Attempt} from './attempt.js';
import {stepsLeftBehind} from './earlier-jobs.js';
import type {
	FinalStepState,
	RunEvent,
	RunState,
	StepState,
} from './events.js';
import {inTurn} from './in-turn.js';
import type {RunOptions} from './run.js';
import {Schedule, usualParallel} from './schedule.js';
import {Standings} from './standings.js';
import {stateAfter, type StepEnd} from './step-end.js';
import {StepRun} from './step-run.js';

// A place that does not answer keeps nobody from the end.
const tellingMs = 5000;

const now = () => new Date().toISOString();

/**
Runs steps: probe, commands, proof. Those whose needs are met run side by side, one at a time for each place that they change. A step is done when its proof holds, never because a
command exited 0. Rejects only for bugs; what goes wrong in the lab is asked about by `onTrouble`, one thing at a time, and told by events.
*/
export async function run(options: RunOptions): Promise<RunState> {
	return new Runner(options).run();
}

class Runner {
	readonly #id = `${now().replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
	readonly #ends = new Map<string, FinalStepState>();
	readonly #standings: Standings;
	readonly #schedule: Schedule;
	readonly #running = new Set<Promise<void>>();
	readonly #asked = inTurn();
	// Steps that want their places back, first come first served.
	#returning: ReadonlyArray<{readonly step: Step; readonly back: () => void}> = [];
	#leftBehind: ReadonlySet<string> = new Set();
	#approvedStage: string | undefined;
	#endedBy: RunState | undefined;
	#bug: {readonly error: unknown} | undefined;

	constructor(readonly options: RunOptions) {
		const {steps, allSteps, places, history, mode, parallel = usualParallel, cancelSignal} = options;
		this.#standings = new Standings(allSteps, places, cancelSignal);
		// Who is asked before each step wants to see what they said yes to.
		this.#schedule = new Schedule({steps, parallel: mode === 'until-failure' ? parallel : 1, usualDuration: id => history.usualDuration(id)});
	}

	async run(): Promise<RunState> {
		const {steps, allSteps, labName} = this.options;
		this.#emit({
			type: 'run.started', run: this.#id, lab: labName, at: now(), steps: steps.map(step => step.id),
		});
		this.#emit({type: 'note', at: now(), text: 'Asking the lab what is done'});
		const needs = new Set(steps.flatMap(step => step.needs));
		const own = new Set(steps.map(step => step.id));
		await this.#standings.ask(allSteps.filter(({id}) => own.has(id) || needs.has(id)));
		this.#leftBehind = await stepsLeftBehind(steps, this.options.places);
		this.#startWhatMay();
		while (this.#running.size > 0) {
			await Promise.race(this.#running);
		}

		if (this.#bug) {
			throw this.#bug.error;
		}

		await Promise.race([this.options.places.tellHeard(), setTimeout(tellingMs, undefined, {ref: false})]);
		const state = this.#endedBy ?? (this.#schedule.waiting.length > 0 ? 'stopped' : 'done');
		this.#emit({
			type: 'run.finished', run: this.#id, at: now(), state,
		});
		return state;
	}

	// Who was there first comes first.
	#giveBack() {
		this.#returning = this.#returning.filter(({step, back}) => {
			const isBack = this.#schedule.takeBack(step);
			if (isBack) {
				back();
			}

			return !isBack;
		});
	}

	async #holdPlaces(step: Step, isHeld: boolean) {
		if (isHeld) {
			await new Promise<void>(resolve => {
				this.#returning = [...this.#returning, {step, back: resolve}];
				this.#giveBack();
			});
		} else {
			this.#schedule.letGo(step);
			this.#startWhatMay();
		}
	}

	#startWhatMay() {
		this.#giveBack();
		for (;;) {
			const isEnding = this.options.stopSignal?.aborted === true || this.#endedBy !== undefined || this.#bug !== undefined;
			const step = isEnding ? undefined : this.#schedule.take(each => this.#isKnownDone(each));
			if (!step) {
				return;
			}

			if (this.#isKnownDone(step)) {
				this.#finished(step, {state: 'already done', exitCode: null}, 0);
				continue;
			}

			this.#schedule.started(step);
			const running = this.#step(step).catch((error: unknown) => {
				this.#bug ??= {error};
			}).finally(() => {
				this.#running.delete(running);
				this.#startWhatMay();
			});
			this.#running.add(running);
		}
	}

	// What an earlier wizard left is replayed, and followed to its end, first: it may be about to change what its probe says.
	#isKnownDone(step: Step): boolean {
		return this.#standings.isKnownDone(step) && !this.#leftBehind.has(step.id);
	}

	async #step(step: Step) {
		const {places, history, cancelSignal, detachSignal, patienceMs, allSteps} = this.options;
		const started = performance.now();
		const log = history.openLog(step.id);
		this.#emit({
			type: 'step.started', step: step.id, at: now(), attempt: log.attempt, log: log.path,
		});
		const attempt = new Attempt({
			step, places, log,
			emit: event => {
				this.#emit(event);
			},
			cancelSignal, detachSignal, patienceMs,
			holdPlaces: async isHeld => this.#holdPlaces(step, isHeld),
		});
		const end = await new StepRun(step, attempt, {
			allSteps,
			standings: this.#standings,
			ends: this.#ends,
			onState: state => {
				this.#state(step, state);
			},
			isApproved: () => this.#isApproved(step),
			approve: async () => this.#approval(step),
			// Where the run has been ended, nobody has to decide about the rest.
			onTrouble: async trouble => this.#asked(async () => this.#endedBy === undefined ? this.options.onTrouble(trouble) : {kind: 'stop'}),
		}).untilSettled(log.path);
		log.write(`# ${now()} ${end.state}\n`);
		log.close();
		if (end.isStopped) {
			this.#endedBy ??= this.options.detachSignal?.aborted ? 'stopped' : stateAfter(end.state);
		}

		if (end.isStopped && end.state === 'skipped') {
			// Stopped before it: it was not left out, it was not come to.
			this.#schedule.ended(step, false);
			this.#state(step, 'waiting');
			return;
		}

		this.#finished(step, end, Math.round(performance.now() - started));
	}

	#finished(step: Step, {state, exitCode, reason, isStopped = false}: StepEnd, durationMs: number) {
		if (state === 'done') {
			this.options.history.noteDuration(step.id, durationMs);
		}

		this.#ends.set(step.id, state);
		this.#schedule.ended(step, !isStopped);
		this.#emit({
			type: 'step.finished', step: step.id, at: now(), state, exitCode, durationMs, ...(reason !== undefined && {reason}),
		});
	}

	#isApproved({stage}: Step): boolean {
		const {mode} = this.options;
		return mode === 'until-failure' || (mode === 'each-stage' && this.#approvedStage === stage);
	}

	async #approval(step: Step): Promise<'run' | 'skip' | 'stop'> {
		const {mode, approve} = this.options;
		if (this.#isApproved(step)) {
			return 'run';
		}

		const answer = await approve(step, mode === 'each-stage' ? 'stage' : 'step');
		if (answer === 'run') {
			this.#approvedStage = step.stage;
		}

		return answer;
	}

	#state(step: Step, state: StepState) {
		this.#emit({
			type: 'step.state', step: step.id, state, at: now(),
		});
	}

	#emit(event: RunEvent) {
		if (event.type !== 'output') {
			// What was done before has left nothing that a power cut could take: it goes to the disk with the rest.
			const isFlushed = event.type === 'run.finished' || (event.type === 'step.finished' && event.state !== 'already done');
			this.options.history.record(event, isFlushed);
		}

		this.options.listen(event);
	}
}
