import type {Lab} from '../../source/lab/lab.js';
import {makePlan, stepsOf} from '../../source/plan/plan.js';
import type {Plan, Step} from '../../source/plan/step.js';

export const laterStages: ReadonlySet<string> = new Set(['kubernetes', 'cni', 'cni-networking', 'launch', 'dpu-plumbing', 'verification', 'mirror', 'teardown']);

export const planOf = (lab: Lab): Plan => makePlan(lab);

/**
A step of a lab's plan by its whole id.
*/
export function stepOf(lab: Lab, id: string): Step {
	const found = stepsOf(planOf(lab)).find(step => step.id === id);
	if (found === undefined) {
		throw new Error(`There is no step ${id}`);
	}

	return found;
}

export const idsOf = (lab: Lab): readonly string[] => stepsOf(planOf(lab)).map(({id}) => id);

/**
All that a step runs, in one text.
*/
export const textOf = (step: Step): string => step.commands.map(({text}) => text).join('\n');
