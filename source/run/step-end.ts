import {PersonNeededError} from '../errors.js';
import type {Step} from '../plan/step.js';
import type {AttemptResult} from './attempt.js';
import type {FinalStepState, RunState} from './events.js';
import type {Decision, Trouble} from './run.js';

/**
How a step ended for a run. `isStopped`: the run ends with it.
*/
export type StepEnd = {readonly state: FinalStepState; readonly exitCode: number | null; readonly reason?: string; readonly isStopped?: boolean};

export async function unlessPersonIsNeeded<T>(result: Promise<T>): Promise<T | AttemptResult> {
	try {
		return await result;
	} catch (error) {
		if (error instanceof PersonNeededError) {
			return {kind: 'needs you', reason: [error.message, ...error.advice].join('\n')};
		}

		throw error;
	}
}

export const isEnd = (result: AttemptResult | StepEnd): result is StepEnd => 'state' in result;

export function commandsOf(step: Step, decision: Decision) {
	const edited = decision.kind === 'retry' ? decision.commands : undefined;
	return edited
		? edited.map((text, index) => ({place: step.commands[index]?.place ?? step.place, text}))
		: step.commands.map(({place, text, changesNothing, isBeside}) => ({
			place: place ?? step.place, text, ...(changesNothing && {changesNothing}), ...(isBeside && {isBeside}),
		}));
}

export function settle(result: AttemptResult): StepEnd | undefined {
	switch (result.kind) {
		case 'already done':
		case 'done': {
			return {state: result.kind, exitCode: result.kind === 'done' ? 0 : null};
		}

		case 'cancelled': {
			return {
				state: 'failed', exitCode: null, reason: 'It was cancelled.', isStopped: true,
			};
		}

		case 'failed':
		case 'unproven':
		case 'needs you':
		case 'lost': {
			return undefined;
		}
	}
}

export function troubleOf(step: Step, result: Exclude<AttemptResult, {kind: 'already done' | 'done' | 'cancelled'}>, log: string): Trouble {
	const isManual = step.manual !== undefined && result.kind === 'unproven';
	return {
		step,
		state: isManual ? 'needs you' : result.kind,
		reason: result.reason,
		exitCode: result.kind === 'failed' ? result.exitCode : null,
		log,
	};
}

export function stateAfter(state: FinalStepState): RunState {
	switch (state) {
		case 'lost': {
			return 'lost';
		}

		case 'needs you': {
			return 'needs-you';
		}

		case 'skipped':
		case 'done':
		case 'already done': {
			return 'stopped';
		}

		case 'failed':
		case 'unproven': {
			return 'failed';
		}
	}
}
