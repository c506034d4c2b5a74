import type {
	FinalStepState,
	RunEvent,
	RunState,
	StepState,
} from '../../source/run/events.js';
import type {Place} from '../../source/shell/place.js';

/**
What a run has told so far of one of its steps.
*/
export type StepProgress = {
	readonly state: StepState;
	readonly startedAt?: number;
	readonly durationMs?: number;
	readonly log?: string;
	readonly reason?: string;
	readonly exitCode?: number | null;
	readonly command?: {readonly index: number; readonly place: Place; readonly text: string};
	/**
	Last thing that the engine had to say about it.
	*/
	readonly note?: string;
};

/**
What a run has told so far. Times are milliseconds since the epoch.
*/
export type Progress = {
	readonly order: readonly string[];
	readonly steps: ReadonlyMap<string, StepProgress>;
	readonly startedAt: number | undefined;
	readonly finishedAt: number | undefined;
	readonly state: RunState | undefined;
	readonly note: string;
};

export const noProgress = (order: readonly string[]): Progress => ({
	order,
	steps: new Map(order.map(id => [id, {state: 'waiting'}])),
	startedAt: undefined,
	finishedAt: undefined,
	state: undefined,
	note: '',
});

/**
The progress after an event. Output is kept elsewhere.
*/
export function progressed(progress: Progress, event: RunEvent): Progress {
	switch (event.type) {
		case 'run.started': {
			return {
				...progress, startedAt: progress.startedAt ?? Date.parse(event.at), finishedAt: undefined, state: undefined,
			};
		}

		case 'run.finished': {
			return {
				...progress, finishedAt: Date.parse(event.at), state: event.state, note: '',
			};
		}

		case 'place.connected': {
			return {...progress, note: ''};
		}

		case 'place.connecting': {
			return {...progress, note: `Reaching ${event.place.kind === 'node' ? event.place.name : (event.place.kind === 'remote' ? 'the server' : 'this machine')}`};
		}

		case 'place.lost': {
			return withStep(progress, event.step, {note: `${event.hop} can't be reached since ${event.since.slice(11, 19)} UTC, trying again: ${event.reason}`});
		}

		case 'note': {
			return event.step === undefined ? {...progress, note: event.text} : withStep(progress, event.step, {note: event.text});
		}

		case 'step.started': {
			return withStep({...progress, note: ''}, event.step, {log: event.log, startedAt: Date.parse(event.at)});
		}

		case 'step.state': {
			return withStep({...progress, note: ''}, event.step, {state: event.state});
		}

		case 'command.started': {
			const {index, place, text} = event;
			return withStep({...progress, note: ''}, event.step, {command: {index, place, text}, note: ''});
		}

		// What it waited for is over once something goes on.
		case 'command.finished':
		case 'output': {
			return (progress.steps.get(event.step)?.note ?? '') === '' ? progress : withStep(progress, event.step, {note: ''});
		}

		case 'step.finished': {
			const {state, durationMs, exitCode, reason} = event;
			return withStep(progress, event.step, {
				state, durationMs, exitCode, ...(reason !== undefined && {reason}),
			});
		}
	}
}

function withStep(progress: Progress, id: string, change: Partial<StepProgress>): Progress {
	const known = progress.steps.get(id);
	const steps = new Map(progress.steps);
	steps.set(id, {state: 'waiting', ...known, ...change});
	return {...progress, steps};
}

const settled = new Set<StepState>(['already done', 'done', 'skipped', 'failed', 'unproven', 'needs you', 'lost'] satisfies FinalStepState[]);

export const isSettled = ({state}: StepProgress): boolean => settled.has(state);
export const isActive = ({state}: StepProgress): boolean => ['probing', 'running', 'proving'].includes(state);

/**
Those that run, in the run's order.
*/
export const activeSteps = ({order, steps}: Progress): readonly string[] => order.filter(id => isActive(steps.get(id)!));

/**
Steps of a run that are done, whoever did them.
*/
export const doneCount = ({steps}: Progress): number => steps.values().filter(({state}) => state === 'done' || state === 'already done').toArray().length;

/**
The step to look at: the first that is busy, else the last that ended.
*/
export function stepInSight({order, steps}: Progress): string | undefined {
	return order.find(id => isActive(steps.get(id)!))
		?? order.find(id => ['failed', 'unproven', 'lost', 'needs you'].includes(steps.get(id)!.state))
		?? order.findLast(id => isSettled(steps.get(id)!))
		?? order[0];
}
