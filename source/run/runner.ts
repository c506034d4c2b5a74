import {randomBytes} from 'node:crypto';
import {performance} from 'node:perf_hooks';
import {UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import type {Place} from '../shell/place.js';
import {Attempt, type AttemptResult} from './attempt.js';
import type {FinalStepState, RunEvent, RunState} from './events.js';
import {probeAll, type Standing} from './probe-all.js';
import type {Decision, RunOptions, Trouble} from './run.js';
import {
	commandsOf,
	isEnd,
	settle,
	stateAfter,
	type StepEnd,
	troubleOf,
	unlessPersonIsNeeded,
} from './step-end.js';

const now = () => new Date().toISOString();

/**
Runs steps one after another: probe, commands, proof. A step is done when its proof holds, never because a command exited 0. Rejects only for bugs;
what goes wrong in the lab is asked about by `onTrouble` and told by events.
*/
export async function run(options: RunOptions): Promise<RunState> {
	return new Runner(options).run();
}

class Runner {
	readonly #id = `${now().replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
	readonly #ends = new Map<string, FinalStepState>();
	#standings: ReadonlyMap<string, Standing> = new Map();
	#hasChangedSomething = false;
	#approvedStage: string | undefined;

	constructor(readonly options: RunOptions) {}

	async run(): Promise<RunState> {
		const {steps, labName, stopSignal} = this.options;
		this.#emit({
			type: 'run.started', run: this.#id, lab: labName, at: now(), steps: steps.map(step => step.id),
		});
		await this.#probeEverything();
		let state: RunState = 'done';
		for (const step of steps) {
			if (stopSignal?.aborted) {
				state = 'stopped';
				break;
			}

			const end = await this.#step(step);
			if (end.isStopped) {
				state = this.options.detachSignal?.aborted ? 'stopped' : stateAfter(end.state);
				break;
			}
		}

		this.#emit({
			type: 'run.finished', run: this.#id, at: now(), state,
		});
		return state;
	}

	// One question a place tells what is done already; it is trusted only until this run changes something.
	async #probeEverything() {
		const {steps, places, cancelSignal} = this.options;
		this.#emit({type: 'note', at: now(), text: 'Asking the lab what is done'});
		try {
			this.#standings = await probeAll(steps, places, {...(cancelSignal && {signal: cancelSignal})});
		} catch (error) {
			// The first step meets the same trouble, and there is somebody to ask about it.
			if (!(error instanceof UserError)) {
				throw error;
			}
		}
	}

	async #step(step: Step): Promise<StepEnd> {
		const started = performance.now();
		const log = this.options.history.openLog(step.id);
		this.#emit({
			type: 'step.started', step: step.id, at: now(), attempt: log.attempt, log: log.path,
		});
		const attempt = new Attempt({
			step, places: this.options.places, log, emit: event => {
				this.#emit(event);
			}, cancelSignal: this.options.cancelSignal, detachSignal: this.options.detachSignal, patienceMs: this.options.patienceMs,
		});
		const end = await this.#tryUntilSettled(step, attempt, log.path);
		log.write(`# ${now()} ${end.state}\n`);
		log.close();
		if (end.isStopped && end.state === 'skipped') {
			// Stopped before it: it was not left out, it was not come to.
			this.#state(step, 'waiting');
			return end;
		}

		const durationMs = Math.round(performance.now() - started);
		if (end.state === 'done') {
			this.options.history.noteDuration(step.id, durationMs);
		}

		this.#ends.set(step.id, end.state);
		this.#emit({
			type: 'step.finished', step: step.id, at: now(), state: end.state, exitCode: end.exitCode, durationMs, ...(end.reason !== undefined && {reason: end.reason}),
		});
		return end;
	}

	async #tryUntilSettled(step: Step, attempt: Attempt, log: string): Promise<StepEnd> {
		const skippedNeed = step.needs.find(need => this.#ends.get(need) === 'skipped');
		let decision: Decision = {kind: 'retry'};
		let isFirst = true;
		for (;;) {
			const result = await unlessPersonIsNeeded(decision.kind === 'mark-done' ? this.#prove(step, attempt) : this.#attempt(step, attempt, {texts: commandsOf(step, decision), isFirst, skippedNeed}));
			if (isEnd(result)) {
				return result;
			}

			const settled = settle(result);
			if (settled) {
				return settled;
			}

			const trouble = troubleOf(step, result as Exclude<AttemptResult, {kind: 'already done' | 'done' | 'cancelled'}>, log);
			this.#state(step, trouble.state);
			decision = await this.options.onTrouble(trouble);
			isFirst = false;
			if (decision.kind === 'skip') {
				return {state: 'skipped', exitCode: trouble.exitCode, reason: trouble.reason};
			}

			if (decision.kind === 'stop') {
				return {
					state: trouble.state, exitCode: trouble.exitCode, reason: trouble.reason, isStopped: true,
				};
			}
		}
	}

	async #attempt(step: Step, attempt: Attempt, {texts, isFirst, skippedNeed}: {
		readonly texts: ReadonlyArray<{readonly place: Place; readonly text: string}>;
		readonly isFirst: boolean;
		readonly skippedNeed: string | undefined;
	}): Promise<AttemptResult | StepEnd> {
		const rejoined = await attempt.rejoin(!isFirst);
		if (rejoined.kind !== 'nothing') {
			this.#hasChangedSomething = true;
			return rejoined.kind === 'failed' ? rejoined.result : await attempt.run(texts, rejoined.next) ?? this.#proveOrAsk(step, attempt);
		}

		this.#state(step, 'probing');
		const known = isFirst && !this.#hasChangedSomething ? this.#standings.get(step.id) : undefined;
		const probed = known === 'done' ? 'holds' : await attempt.probe();
		if (probed === 'holds') {
			return {kind: 'already done'};
		}

		if (probed !== 'does not hold') {
			return probed;
		}

		if (skippedNeed !== undefined) {
			return {state: 'skipped', exitCode: null, reason: `It needs ${skippedNeed}, which was skipped.`};
		}

		const missing = await this.#missingNeed(step, attempt);
		if (missing !== undefined) {
			return {kind: 'failed', exitCode: null, reason: `It needs ${missing}, which is not done. Run that first: dpu-wizard run --only ${missing}`};
		}

		if (isFirst) {
			const answer = await this.#approval(step);
			if (answer !== 'run') {
				return {
					state: 'skipped', exitCode: null, reason: 'You left it out.', isStopped: answer === 'stop',
				};
			}
		}

		this.#state(step, 'running');
		this.#hasChangedSomething = true;
		return await attempt.run(texts) ?? this.#proveOrAsk(step, attempt);
	}

	async #proveOrAsk(step: Step, attempt: Attempt): Promise<AttemptResult> {
		return step.manual === undefined ? this.#prove(step, attempt) : {kind: 'unproven', reason: step.manual};
	}

	async #prove(step: Step, attempt: Attempt): Promise<AttemptResult> {
		this.#state(step, 'proving');
		const proof = await attempt.probe('proving');
		if (proof === 'holds') {
			return {kind: 'done'};
		}

		return proof === 'does not hold'
			? {kind: 'unproven', reason: step.manual ?? `Every command ended with 0, but what proves the step does not hold:\n${step.probe.text}`}
			: proof;
	}

	// A need that is part of the run was dealt with before; one that is not is asked of the lab.
	async #missingNeed(step: Step, attempt: Attempt): Promise<string | undefined> {
		const outside = new Set(step.needs.filter(need => !this.#ends.has(need)));
		const all = this.options.allSteps.filter(each => outside.has(each.id));
		for (const need of all) {
			const probe = new Attempt({...attempt.options, step: need});
			if (await probe.probe() === 'does not hold') {
				return need.id;
			}
		}

		return undefined;
	}

	async #approval(step: Step): Promise<'run' | 'skip' | 'stop'> {
		const {mode, approve} = this.options;
		if (mode === 'until-failure' || (mode === 'each-stage' && this.#approvedStage === step.stage)) {
			return 'run';
		}

		const answer = await approve(step, mode === 'each-stage' ? 'stage' : 'step');
		if (answer === 'run') {
			this.#approvedStage = step.stage;
		}

		return answer;
	}

	#state(step: Step, state: Trouble['state'] | 'waiting' | 'probing' | 'running' | 'proving') {
		this.#emit({
			type: 'step.state', step: step.id, state, at: now(),
		});
	}

	#emit(event: RunEvent) {
		if (event.type !== 'output') {
			this.options.history.record(event, event.type === 'step.finished' || event.type === 'run.finished');
		}

		this.options.listen(event);
	}
}
