import type {Step} from '../plan/step.js';
import type {Attempt, AttemptResult, RunTexts} from './attempt.js';
import type {Text} from './command-run.js';
import type {FinalStepState, StepState} from './events.js';
import type {Decision, RunOptions, Trouble} from './run.js';
import {rejoin} from './rejoin.js';
import type {Standings} from './standings.js';
import {
	commandsOf,
	isEnd,
	settle,
	type StepEnd,
	troubleOf,
	unlessPersonIsNeeded,
} from './step-end.js';

/**
What a step has around it while it runs.
*/
export type StepSurroundings = {
	readonly allSteps: RunOptions['allSteps'];
	readonly standings: Standings;
	/**
	How the steps that have been dealt with ended.
	*/
	readonly ends: ReadonlyMap<string, FinalStepState>;
	readonly onState: (state: StepState) => void;
	/**
	Nobody has to be asked before it runs.
	*/
	readonly isApproved: () => boolean;
	readonly approve: () => Promise<'run' | 'skip' | 'stop'>;
	readonly onTrouble: RunOptions['onTrouble'];
};

/**
One step of a run, until it is settled: probe, commands, proof, and what a person decides when one of them does not end well.
*/
export class StepRun {
	constructor(readonly step: Step, readonly attempt: Attempt, readonly surroundings: StepSurroundings) {}

	async untilSettled(log: string): Promise<StepEnd> {
		const {step} = this;
		let decision: Decision = {kind: 'retry'};
		let isFirst = true;
		for (;;) {
			const result = await unlessPersonIsNeeded(decision.kind === 'mark-done' ? this.#prove() : this.#try(commandsOf(step, decision), isFirst));
			if (isEnd(result)) {
				return result;
			}

			const settled = settle(result);
			if (settled) {
				return settled;
			}

			const trouble = troubleOf(step, result as Exclude<AttemptResult, {kind: 'already done' | 'done' | 'cancelled'}>, log);
			this.surroundings.onState(trouble.state);
			decision = await this.surroundings.onTrouble(trouble);
			isFirst = false;
			if (decision.kind === 'skip' || decision.kind === 'stop') {
				return endOf(trouble, decision.kind);
			}
		}
	}

	async #try(texts: readonly Text[], isFirst: boolean): Promise<AttemptResult | StepEnd> {
		const {step, attempt, surroundings: {standings, onState, isApproved, approve}} = this;
		const rejoined = await rejoin(attempt, !isFirst);
		if (rejoined.kind !== 'nothing') {
			standings.changed(step);
			return rejoined.kind === 'failed' ? rejoined.result : this.#runAndProve(texts, {from: rejoined.next});
		}

		onState('probing');
		if (texts[0] && attempt.isAskedAlong(texts[0]) && (!isFirst || isApproved()) && this.#skippedNeed === undefined && await this.#missingNeed() === undefined) {
			return this.#runAndProve(texts, {
				onNotDone: () => {
					this.#begin();
				},
			});
		}

		const probed = await attempt.probe();
		if (probed === 'holds') {
			return {kind: 'already done'};
		}

		if (probed !== 'does not hold') {
			return probed;
		}

		if (this.#skippedNeed !== undefined) {
			return {state: 'skipped', exitCode: null, reason: `It needs ${this.#skippedNeed}, which was skipped.`};
		}

		const missing = await this.#missingNeed();
		if (missing !== undefined) {
			return {kind: 'failed', exitCode: null, reason: `It needs ${missing}, which is not done. Run that first: dpu-wizard run --only ${missing}`};
		}

		if (isFirst) {
			const answer = await approve();
			if (answer !== 'run') {
				return {
					state: 'skipped', exitCode: null, reason: 'You left it out.', isStopped: answer === 'stop',
				};
			}
		}

		this.#begin();
		return this.#runAndProve(texts);
	}

	#begin() {
		const {onState, standings} = this.surroundings;
		onState('running');
		standings.changed(this.step);
	}

	async #runAndProve(texts: readonly Text[], how: Pick<RunTexts, 'from' | 'onNotDone'> = {}): Promise<AttemptResult> {
		const {attempt, surroundings: {onState}} = this;
		return await attempt.run(texts, {
			...how,
			onProving() {
				onState('proving');
			},
		}) ?? this.#proveOrAsk();
	}

	get #skippedNeed(): string | undefined {
		return this.step.needs.find(need => this.surroundings.ends.get(need) === 'skipped');
	}

	async #proveOrAsk(): Promise<AttemptResult> {
		const {manual} = this.step;
		return manual === undefined ? this.#prove() : {kind: 'unproven', reason: manual};
	}

	async #prove(): Promise<AttemptResult> {
		const {step, attempt, surroundings: {onState}} = this;
		if (!attempt.isProved) {
			onState('proving');
		}

		const proof = await attempt.prove();
		if (proof === 'holds') {
			return {kind: 'done'};
		}

		return proof === 'does not hold'
			? {kind: 'unproven', reason: step.manual ?? `Every command ended with 0, but what proves the step does not hold:\n${step.probe.text}`}
			: proof;
	}

	// A need that is part of the run was dealt with before; one that is not is asked of the lab.
	async #missingNeed(): Promise<string | undefined> {
		const {allSteps, ends, standings} = this.surroundings;
		const wanted = new Set(this.step.needs.filter(need => !ends.has(need)));
		const outside = allSteps.filter(each => wanted.has(each.id));
		await standings.ask(outside.filter(need => !standings.isKnownDone(need)));
		return outside.find(need => standings.isKnownNotDone(need))?.id;
	}
}

function endOf({state, exitCode, reason}: Trouble, decision: 'skip' | 'stop'): StepEnd {
	return decision === 'skip'
		? {state: 'skipped', exitCode, reason}
		: {
			state, exitCode, reason, isStopped: true,
		};
}
