import {UserError} from '../errors.js';
import {selectSteps, type Selection} from '../plan/selection.js';
import {stepsOf} from '../plan/plan.js';
import type {Plan, Step} from '../plan/step.js';
import type {Arguments} from './arguments.js';

/**
Whether the arguments say which steps.
*/
export const hasSelection = ({values}: Arguments): boolean => ['stage', 'from', 'to', 'only'].some(name => values.has(name));

/**
The steps that the arguments select, in the plan's order. Throws a `UserError` for a name that the plan does not have, and for a selection that leaves nothing.
*/
export function selectedSteps(plan: Plan, {values}: Arguments): readonly Step[] {
	const from = values.get('from')?.[0];
	const to = values.get('to')?.[0];
	const selection: Selection = {
		stages: values.get('stage') ?? [],
		only: values.get('only') ?? [],
		skip: values.get('skip') ?? [],
		...(from !== undefined && {from}),
		...(to !== undefined && {to}),
	};
	const steps = selectSteps(plan, selection);
	if (steps.length === 0) {
		throw new UserError('No step is left by what was selected.', ['`dpu-wizard checklist` with the same options shows what they select.']);
	}

	return steps;
}

/**
These steps and, before them, all that they need, directly or not; in the plan's order.
*/
export function withNeeds(plan: Plan, steps: readonly Step[]): readonly Step[] {
	const wanted = new Set(steps.map(step => step.id));
	// Every need stands before the step that has it: one pass from the end finds all.
	for (const step of stepsOf(plan).toReversed()) {
		if (wanted.has(step.id)) {
			for (const need of step.needs) {
				wanted.add(need);
			}
		}
	}

	return stepsOf(plan).filter(step => wanted.has(step.id));
}
