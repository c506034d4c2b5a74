import {sanitise} from '../output/sanitise.js';
import {duration} from '../components/text.js';
import {stateMark} from '../theme.js';
import type {RunController} from './controller.js';
import {isSettled} from './state.js';

const lastLines = 12;

/**
What a run did, a line a step; of a failure its last lines, and where its log is.
*/
export function runLines(run: RunController): readonly string[] {
	const {steps, order, state} = run.progress;
	const told = order.filter(id => isSettled(steps.get(id)!) || steps.get(id)!.startedAt !== undefined);
	const lines = told.flatMap(id => {
		const {state: stepState, durationMs, reason, log} = steps.get(id)!;
		const took = durationMs === undefined || stepState === 'already done' ? '' : ` (${duration(durationMs)})`;
		const head = `${stateMark(stepState).glyph} ${stepState.padEnd(12)} ${id}${took}`;
		if (stepState === 'done' || stepState === 'already done') {
			return [head];
		}

		const output = run.output(id)?.tail(lastLines).map(line => `    ${sanitise(line)}`) ?? [];
		return [head, ...(reason ?? '').split('\n').filter(line => line !== '').map(line => `    ${sanitise(line)}`), ...output, ...(log === undefined ? [] : [`    log: ${log}`])];
	});
	const left = order.length - told.length;
	return [...lines, `run ${state ?? 'not finished'}${left > 0 ? `, ${left} of ${order.length} steps not begun` : ''}`];
}

/**
The exit status that a run stands for.
*/
export function exitStatusOf(run: RunController | undefined): number {
	switch (run?.progress.state) {
		case 'failed': {
			return 1;
		}

		case 'lost': {
			return 3;
		}

		case 'needs-you': {
			return 4;
		}

		case 'stopped': {
			return 130;
		}

		case 'done': {
			return 0;
		}

		case undefined: {
			// A run that was left while it was running, or that the engine gave up.
			return run === undefined ? 0 : (run.error === undefined ? 130 : 1);
		}
	}
}
