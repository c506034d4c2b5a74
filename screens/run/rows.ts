import type {Step} from '../../source/plan/step.js';
import type {RunController} from './controller.js';
import type {RunScreenState} from './screen-state.js';
import {activeSteps, stepInSight} from './state.js';

/**
A row of the run's list: a stage, or a step of it.
*/
export type RunRow = {readonly stage: string; readonly step?: Step};

const rowsByRun = new WeakMap<readonly Step[], readonly RunRow[]>();

/**
The run's steps under their stages. Made once a run: it is asked for at every frame.
*/
export function runRows({steps}: RunController): readonly RunRow[] {
	let rows = rowsByRun.get(steps);
	if (!rows) {
		rows = steps.flatMap((step, index) => step.stage === steps[index - 1]?.stage ? [{stage: step.stage, step}] : [{stage: step.stage}, {stage: step.stage, step}]);
		rowsByRun.set(steps, rows);
	}

	return rows;
}

export const choosableRows = (run: RunController): readonly boolean[] => runRows(run).map(({step}) => step !== undefined);

/**
The row that the run is at.
*/
export function rowInSight(run: RunController): number {
	const id = run.request ? (run.request.kind === 'approve' ? run.request.step.id : run.request.trouble.step.id) : stepInSight(run.progress);
	return Math.max(0, runRows(run).findIndex(({step}) => step !== undefined && step.id === id));
}

/**
The step that is looked at: the chosen one, else the one that the run is at.
*/
export const chosenStep = (state: RunScreenState, run: RunController): Step | undefined => runRows(run)[state.chosen ?? rowInSight(run)]?.step;

/**
The rows of the steps that run.
*/
export function activeRows(run: RunController): readonly number[] {
	const active = new Set(activeSteps(run.progress));
	return runRows(run).flatMap(({step}, row) => step && active.has(step.id) ? [row] : []);
}

/**
The next of the steps that run after the one that is looked at, around the end.
*/
export function nextActiveRow(state: RunScreenState, run: RunController, by: 1 | -1): number | undefined {
	const rows = activeRows(run);
	const current = state.chosen ?? rowInSight(run);
	return by === 1 ? rows.find(row => row > current) ?? rows[0] : rows.findLast(row => row < current) ?? rows.at(-1);
}
