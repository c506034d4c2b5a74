import type {Plan, Stage, Step} from '../plan/step.js';
import type {Command} from '../shell/command.js';
import {type Place, placeName} from '../shell/place.js';

/**
A checklist: the selected steps of a plan, under their stages. Stages without any are left out.
*/
export type Checklist = {
	readonly plan: Plan;
	readonly stages: readonly Stage[];
};

export function makeChecklist(plan: Plan, selected: readonly Step[]): Checklist {
	const ids = new Set(selected.map(step => step.id));
	return {
		plan,
		stages: plan.stages
			.map(stage => ({...stage, steps: stage.steps.filter(step => ids.has(step.id))}))
			.filter(stage => stage.steps.length > 0),
	};
}

/**
Where a command of a step runs.
*/
export const placeOf = (step: Step, command: Command): Place => command.place ?? step.place;

/**
Where a command runs and what to know before, for a person: `remote server, as root, deletes`.
*/
export function describeCommand(step: Step, command: Command): string {
	return [
		placeName(placeOf(step, command)),
		...(command.sudo ? ['as root'] : []),
		...(command.destructive ? ['deletes'] : []),
	].join(', ');
}
