import type {Plan, Stage, Step} from '../../source/plan/step.js';
import type {Standing} from '../../source/run/probe-all.js';
import type {RunMode} from '../../source/run/run.js';
import type {MenuItem} from '../components/menu.js';
import {count} from '../components/text.js';
import {type Move, moved} from '../components/list-state.js';

/**
Which steps to run.
*/
export type What = 'rest' | 'stage' | 'from' | 'only' | 'removal';

export type ResumeState = {
	readonly page:
		| {readonly kind: 'what'}
		| {readonly kind: 'pick'; readonly what: 'stage' | 'from' | 'only'; readonly row: number}
		| {readonly kind: 'mode'; readonly steps: readonly Step[]};
};

export type ResumeAction =
	| {readonly kind: 'chose'; readonly what: What; readonly plan: Plan; readonly standings: ReadonlyMap<string, Standing>}
	| {readonly kind: 'move'; readonly move: Move; readonly plan: Plan}
	| {readonly kind: 'pick'; readonly plan: Plan}
	| {readonly kind: 'run'; readonly mode: RunMode}
	| {readonly kind: 'look'}
	| {readonly kind: 'menu'}
	| {readonly kind: 'back'};

export type ResumeEffect =
	| {readonly kind: 'run'; readonly steps: readonly Step[]; readonly mode: RunMode}
	| {readonly kind: 'look'}
	| {readonly kind: 'removal'}
	| {readonly kind: 'back'};

export const firstPage: ResumeState = {page: {kind: 'what'}};

/**
Stages that are part of a run; what stands apart (teardown) is never run from here.
*/
export const stagesOf = (plan: Plan): readonly Stage[] => plan.stages.filter(stage => !stage.isApart && stage.steps.length > 0);

/**
A row of the list of stages and steps.
*/
export type PickRow = {readonly stage: Stage; readonly step?: Step};

export const pickRows = (plan: Plan): readonly PickRow[] => stagesOf(plan).flatMap(stage => [{stage}, ...stage.steps.map(step => ({stage, step}))]);

const choosable = (plan: Plan, what: 'stage' | 'from' | 'only') => pickRows(plan).map(({step}) => what === 'stage' ? step === undefined : step !== undefined);

const allSteps = (plan: Plan): readonly Step[] => stagesOf(plan).flatMap(stage => stage.steps);

/**
Everything that is not known to be done; everything where nothing is left.
*/
export function restOf(plan: Plan, standings: ReadonlyMap<string, Standing>): readonly Step[] {
	const rest = allSteps(plan).filter(step => standings.get(step.id) !== 'done');
	return rest.length > 0 ? rest : allSteps(plan);
}

export function updateResume(state: ResumeState, action: ResumeAction): readonly [ResumeState, ResumeEffect?] {
	const {page} = state;
	switch (action.kind) {
		case 'chose': {
			const {what, plan, standings} = action;
			return what === 'removal' ? [state, {kind: 'removal'}] : [{page: what === 'rest' ? {kind: 'mode', steps: restOf(plan, standings)} : {kind: 'pick', what, row: firstRow(plan, what, standings)}}];
		}

		case 'move': {
			return [page.kind === 'pick' ? {page: {...page, row: moved(page.row, action.move, choosable(action.plan, page.what))}} : state];
		}

		case 'pick': {
			return [page.kind === 'pick' ? {page: {kind: 'mode', steps: picked(action.plan, page)}} : state];
		}

		case 'run': {
			return page.kind === 'mode' ? [state, {kind: 'run', steps: page.steps, mode: action.mode}] : [state];
		}

		case 'look': {
			return [state, {kind: 'look'}];
		}

		case 'menu': {
			return [state];
		}

		case 'back': {
			return page.kind === 'what' ? [state, {kind: 'back'}] : [firstPage];
		}
	}
}

// The first that is not done is what most want; the list begins there.
function firstRow(plan: Plan, what: 'stage' | 'from' | 'only', standings: ReadonlyMap<string, Standing>): number {
	const rows = pickRows(plan);
	const isLeft = (step: Step) => standings.get(step.id) !== 'done';
	const first = rows.findIndex(({stage, step}) => what === 'stage' ? step === undefined && stage.steps.some(each => isLeft(each)) : step !== undefined && isLeft(step));
	return first === -1 ? choosable(plan, what).indexOf(true) : first;
}

function picked(plan: Plan, {what, row}: {readonly what: 'stage' | 'from' | 'only'; readonly row: number}): readonly Step[] {
	const {stage, step} = pickRows(plan)[row]!;
	if (step === undefined) {
		return stage.steps;
	}

	const all = allSteps(plan);
	return what === 'only' ? [step] : all.slice(all.indexOf(step));
}

/**
What the resume menu offers.
*/
export function whatItems(plan: Plan, standings: ReadonlyMap<string, Standing>): ReadonlyArray<MenuItem<What>> {
	const all = allSteps(plan);
	const left = all.filter(step => standings.get(step.id) !== 'done').length;
	const rest = left === 0 ? 'All is done: prove it all again' : (left === all.length ? `Everything (${count(all.length, 'step')})` : `Everything that is not done (${count(left, 'step')})`);
	return [
		{value: 'rest', label: rest},
		{value: 'from', label: 'Start at a step, and go on from there'},
		{value: 'stage', label: 'One stage'},
		{value: 'only', label: 'Only one step'},
		{value: 'removal', label: 'Nothing: undo a step, rewind, or tear down'},
	];
}

export const modeItems: ReadonlyArray<MenuItem<RunMode>> = [
	{value: 'until-failure', label: 'Go until something fails'},
	{value: 'each-stage', label: 'Ask before each stage'},
	{value: 'each-step', label: 'Ask before each step'},
];
