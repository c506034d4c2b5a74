import {UserError} from '../errors.js';
import {nearest} from './nearest.js';
import {stepsOf} from './plan.js';
import type {Plan, Step} from './step.js';

/**
Which steps of a plan. A step may leave out `@node` and then means all of its nodes.
*/
export type Selection = {
	readonly stages?: readonly string[];
	readonly from?: string;
	readonly to?: string;
	readonly only?: readonly string[];
	readonly skip?: readonly string[];
};

/**
The selected steps, in the plan's order. Stages that stand apart are in it only where they are named. Throws a `UserError` for a name that the plan does not have.
*/
export function selectSteps(plan: Plan, {stages = [], from, to, only = [], skip = []}: Selection): readonly Step[] {
	const all = stepsOf(plan);
	const apart = new Set(plan.stages.filter(stage => stage.isApart).map(stage => stage.id));
	const wantedStages = new Set(stages.map(stage => checkStage(plan, stage)));
	const onlyIds = new Set(only.flatMap(name => named(all, name)));
	const skipIds = new Set(skip.flatMap(name => named(all, name)));
	const first = from === undefined ? 0 : all.findIndex(step => step.id === named(all, from)[0]);
	const last = to === undefined ? all.length - 1 : all.findIndex(step => step.id === named(all, to).at(-1));
	const isOffered = (step: Step) => !apart.has(step.stage) || wantedStages.has(step.stage) || onlyIds.has(step.id);

	return all.filter((step, index) =>
		index >= first
		&& index <= last
		&& (wantedStages.size === 0 || wantedStages.has(step.stage))
		&& (onlyIds.size === 0 || onlyIds.has(step.id))
		&& !skipIds.has(step.id)
		&& isOffered(step));
}

/**
The steps of these names, in the plan's order. Throws a `UserError` for a name that the plan does not have.
*/
export function stepsNamed(plan: Plan, names: readonly string[]): readonly Step[] {
	const all = stepsOf(plan);
	const ids = new Set(names.flatMap(name => named(all, name)));
	return all.filter(step => ids.has(step.id));
}

function checkStage(plan: Plan, id: string): string {
	const ids = plan.stages.map(stage => stage.id);
	if (!ids.includes(id)) {
		throw new UserError(`There is no stage ${JSON.stringify(id)}.`, [suggestion(id, ids), `The stages are ${ids.join(', ')}.`]);
	}

	return id;
}

function named(all: readonly Step[], name: string): readonly string[] {
	// A stage's own name means all of its steps.
	const ids = all.filter(step => [step.id, step.kind, step.stage].includes(name)).map(step => step.id);
	if (ids.length === 0) {
		throw new UserError(`There is no step ${JSON.stringify(name)} in this lab.`, [
			suggestion(name, [...all.map(step => step.id), ...all.map(step => step.kind)]),
			'`dpu-wizard checklist` lists the steps.',
		]);
	}

	return ids;
}

const suggestion = (name: string, known: readonly string[]): string => `Did you mean ${nearest(name, known)}?`;
