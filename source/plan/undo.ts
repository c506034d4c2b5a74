import {type Command, sh} from '../shell/command.js';
import {stepsOf} from './plan.js';
import type {Plan, Step} from './step.js';

/**
A step that is undone without a command of its own, and why.
*/
export type Fallen = {
	readonly step: Step;
	readonly how:
		| {readonly kind: 'goes with the disk' | 'stays on the disk'; readonly node: string}
		| {readonly kind: 'made nothing'};
};

export type UndoPlan = {
	/**
	One stage that stands apart, whose steps undo steps of the lab's plan.
	*/
	readonly plan: Plan;
	readonly fallen: readonly Fallen[];
};

export const undoStage = 'undo';

const undoId = (id: string): string => `${undoStage}.${id}`;

/**
The id of the step that a step undoes; undefined for one that undoes nothing.
*/
export const undoneBy = (id: string): string | undefined => id.startsWith(undoId('')) ? id.slice(undoId('').length) : undefined;

/**
Succeeds where nothing is left of what a step made. A step that cannot tell says that its probe does not hold.
*/
export const goneProbe = ({gone, probe}: Step): Command => gone ?? {...sh`! (${{fragment: `\n${probe.text}\n`}})`, ...(probe.place && {place: probe.place})};

/**
These steps and all that need them, directly or not, the last first: what has to be undone before what.
*/
export function withDependents(plan: Plan, steps: readonly Step[]): readonly Step[] {
	const wanted = new Set(steps.map(({id}) => id));
	// Every need stands before the step that has it: one pass finds all.
	for (const step of plan.stages.filter(({isApart}) => !isApart).flatMap(stage => stage.steps)) {
		if (step.needs.some(need => wanted.has(need))) {
			wanted.add(step.id);
		}
	}

	return stepsOf(plan).filter(({id}) => wanted.has(id)).toReversed();
}

/**
How to undo these steps: what needs them goes first. What lies in a VM is not touched where the VM's disk goes, or where the VM is switched off.
*/
export function planUndo(plan: Plan, wanted: readonly Step[]): UndoPlan {
	const all = withDependents(plan, wanted);
	const [withoutDisk, withoutPower] = (['disk', 'power'] as const).map(what => new Set(all.filter(({takes}) => takes === what).map(({node}) => node)));
	const howFallen = (step: Step): Fallen['how'] | undefined => {
		if (step.undo.length === 0) {
			return {kind: 'made nothing'};
		}

		const node = step.heldBy ?? (step.place.kind === 'node' ? step.place.name : undefined);
		if (node === undefined) {
			return undefined;
		}

		return withoutDisk!.has(node) ? {kind: 'goes with the disk', node} : (withoutPower!.has(node) ? {kind: 'stays on the disk', node} : undefined);
	};

	const fallen = all.flatMap(step => {
		const how = howFallen(step);
		return how === undefined ? [] : [{step, how}];
	});
	const without = new Set(fallen.map(({step}) => step.id));
	const undone = all.filter(({id}) => !without.has(id));
	return {
		fallen,
		plan: {
			...plan, stages: [{
				id: undoStage, title: 'Undo', isApart: true, steps: undone.map(step => undoStep(step, dependentsAmong(undone, step, plan))),
			}],
		},
	};
}

/**
The same plan without the steps of which nothing is left.
*/
export const withoutGone = ({plan, fallen}: UndoPlan, isGone: (undo: Step) => boolean, isDone: (step: Step) => boolean): UndoPlan => {
	const stages = plan.stages.map(stage => ({...stage, steps: stage.steps.filter(step => !isGone(step))}));
	const left = new Set(stages.flatMap(({steps}) => steps.map(({id}) => id)));
	return {
		fallen: fallen.filter(({step}) => isDone(step)),
		plan: {...plan, stages: stages.map(stage => ({...stage, steps: stage.steps.map(step => ({...step, needs: step.needs.filter(need => left.has(need))}))}))},
	};
};

function undoStep(step: Step, dependents: readonly Step[]): Step {
	const {id, kind, title, why, node, place, undo} = step;
	return {
		id: undoId(id),
		kind: undoId(kind),
		stage: undoStage,
		title: `Undo: ${title}`,
		why,
		...(node !== undefined && {node}),
		place,
		needs: dependents.map(dependent => undoId(dependent.id)),
		probe: goneProbe(step),
		commands: undo,
		undo: [],
		optional: false,
	};
}

// Also through steps that have nothing to undo: what needs those needs the step too.
function dependentsAmong(undone: readonly Step[], step: Step, plan: Plan): readonly Step[] {
	const dependents = new Set(withDependents(plan, [step]).map(({id}) => id));
	return undone.filter(({id}) => id !== step.id && dependents.has(id));
}
