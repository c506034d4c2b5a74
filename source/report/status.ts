import type {Plan, Step} from '../plan/step.js';
import type {Standing} from '../run/probe-all.js';
import {makeChecklist} from './checklist.js';

type Standings = ReadonlyMap<string, Standing>;

export type StatusDocument = {
	readonly lab: {readonly name: string; readonly profile: string; readonly server: string | null};
	readonly done: number;
	readonly total: number;
	readonly stages: ReadonlyArray<{
		readonly id: string;
		readonly title: string;
		readonly done: number;
		readonly total: number;
		readonly steps: ReadonlyArray<{readonly id: string; readonly title: string; readonly node: string | null; readonly state: Standing}>;
	}>;
};

/**
Where the lab stands, for programs.
*/
export function statusDocument(plan: Plan, steps: readonly Step[], standings: Standings): StatusDocument {
	const stateOf = (step: Step) => standings.get(step.id) ?? 'unreachable';
	const isDone = (step: Step) => stateOf(step) === 'done';
	return {
		lab: {name: plan.lab.name, profile: plan.lab.profile, server: plan.lab.server ?? null},
		done: steps.filter(step => isDone(step)).length,
		total: steps.length,
		stages: makeChecklist(plan, steps).stages.map(stage => ({
			id: stage.id,
			title: stage.title,
			done: stage.steps.filter(step => isDone(step)).length,
			total: stage.steps.length,
			steps: stage.steps.map(step => ({
				id: step.id, title: step.title, node: step.node ?? null, state: stateOf(step),
			})),
		})),
	};
}

const boxes: Readonly<Record<Standing, string>> = {done: '[x]', 'not done': '[ ]', unreachable: '[?]'};

/**
Where the lab stands, for a person: a line a step, and the command that goes on.
*/
export function statusText(plan: Plan, steps: readonly Step[], standings: Standings): string {
	const {lab, done, total, stages} = statusDocument(plan, steps, standings);
	return [
		`Lab ${lab.name} on ${lab.server ?? 'no server yet'}: ${done} of ${total} steps are done`,
		...stages.flatMap(stage => [
			'',
			`${stage.title} (${stage.id}): ${stage.done} of ${stage.total}`,
			...stage.steps.map(({id, title, state}) => `  ${boxes[state]} ${id}: ${title}${state === 'unreachable' ? ' (can\'t be asked)' : ''}`),
		]),
		...(done < total ? ['', 'Go on: dpu-wizard run'] : []),
		'',
	].join('\n');
}
