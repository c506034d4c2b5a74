import type {Lab, Node} from '../lab/lab.js';
import {stages as catalogue} from './catalogue.js';
import type {
	NodeStepContext,
	Plan,
	Stage,
	StageDefinition,
	Step,
	StepContext,
	StepDefinition,
} from './step.js';

/**
Fills the catalogue in for one lab. Throws for a catalogue that contradicts itself: a need that no step has, or that comes later.
*/
export function makePlan(lab: Lab, stages: readonly StageDefinition[] = catalogue): Plan {
	const instances = stages.map(stage => ({stage, steps: stage.steps.flatMap(definition => instancesOf(definition, lab))}));
	const present = instances.flatMap(({steps}) => steps);
	const known = new Set(stages.flatMap(stage => stage.steps.map(({id}) => id)));
	const idsByKind = Map.groupBy(present, ({definition}) => definition.id);
	const earlier = new Set<string>();

	const resolveNeed = (need: string, {id, context}: Instance): string[] => {
		const [kind = need, node] = need.split('@', 2);
		if (!known.has(kind)) {
			throw new Error(`${id} needs ${need}, which is not in the catalogue`);
		}

		const all = (idsByKind.get(kind) ?? []).map(instance => instance.id);
		const wanted = `${kind}@${node ?? nodeName(context).node ?? ''}`;
		if (node !== undefined) {
			return all.filter(each => each === wanted);
		}

		return all.includes(wanted) ? [wanted] : all;
	};

	const fill = (instance: Instance, stage: StageDefinition): Step => {
		const {definition, context, id} = instance;
		const value = <T>(of: T | ((context: NodeStepContext) => T)): T => typeof of === 'function' ? (of as (context: NodeStepContext) => T)(context) : of;
		const needs = [...new Set(value<readonly string[]>(definition.needs ?? []).flatMap(need => resolveNeed(need, instance)))];
		const late = needs.find(need => !earlier.has(need));
		if (late !== undefined) {
			throw new Error(`${id} needs ${late}, which comes after it`);
		}

		earlier.add(id);
		return {
			id,
			kind: definition.id,
			stage: stage.id,
			title: value(definition.title),
			why: value(definition.why),
			...nodeName(context),
			place: value(definition.at),
			needs,
			probe: definition.probe(context),
			commands: definition.commands(context),
			undo: definition.undo?.(context) ?? [],
			...(definition.gone && {gone: definition.gone(context)}),
			...(definition.heldBy && {heldBy: definition.heldBy(context)}),
			...(definition.isAlone === true && {isAlone: true}),
			...(definition.provesReach === true && {provesReach: true}),
			...(definition.takes !== undefined && {takes: definition.takes}),
			...(definition.evidence && {evidence: definition.evidence(context)}),
			...(definition.manual && {manual: definition.manual(context)}),
			optional: definition.optional ?? false,
		};
	};

	return {
		lab,
		stages: instances.map(({stage, steps}): Stage => ({
			id: stage.id,
			title: stage.title,
			isApart: stage.isApart ?? false,
			...(stage.isHarmless && {isHarmless: true}),
			steps: steps.map(instance => fill(instance, stage)),
		})),
	};
}

/**
All steps of a plan, in order.
*/
export const stepsOf = (plan: Plan): readonly Step[] => plan.stages.flatMap(stage => stage.steps);

// A step of the whole lab has no node; its functions were typed without one and never look for it.
type Instance = {readonly id: string; readonly definition: StepOf; readonly context: NodeStepContext};
type StepOf = Extract<StepDefinition, {readonly for: unknown}>;

function nodeName({node}: {readonly node?: Node}): {readonly node?: string} {
	return node === undefined ? {} : {node: node.name};
}

function instancesOf(definition: StepDefinition, lab: Lab): Instance[] {
	if (definition.when && !definition.when(lab)) {
		return [];
	}

	const instance = (id: string, context: StepContext & {readonly node?: Node}): Instance => ({id, definition: definition as StepOf, context: context as NodeStepContext});
	return 'for' in definition
		? definition.for(lab).map(node => instance(`${definition.id}@${node.name}`, {lab, node}))
		: [instance(definition.id, {lab})];
}
