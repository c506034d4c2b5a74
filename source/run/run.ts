import type {Places} from '../connection/connection.js';
import type {Step} from '../plan/step.js';
import type {RunListener, RunState} from './events.js';
import type {History} from './history.js';

/**
How often a run asks before it goes on.
*/
export type RunMode = 'each-step' | 'each-stage' | 'until-failure';

/**
A step that did not end well, or that a person has to do.
*/
export type Trouble = {
	readonly step: Step;
	readonly state: 'failed' | 'unproven' | 'lost' | 'needs you';
	/**
	For a person: what happened, or what to do.
	*/
	readonly reason: string;
	readonly exitCode: number | null;
	/**
	Path of the attempt's log.
	*/
	readonly log: string;
};

/**
What to do about trouble. `retry` with `commands` runs these texts instead of the step's, this once. `mark-done` holds only if the step's proof does;
else the trouble is asked about again.
*/
export type Decision =
	| {readonly kind: 'retry'; readonly commands?: readonly string[]}
	| {readonly kind: 'mark-done'}
	| {readonly kind: 'skip'}
	| {readonly kind: 'stop'};

export type RunOptions = {
	readonly labName: string;
	/**
	What to run, in the plan's order.
	*/
	readonly steps: readonly Step[];
	/**
	Every step of the plan: where a step of the run needs one that is not part of it, the lab is asked whether that is done.
	*/
	readonly allSteps: readonly Step[];
	readonly places: Places;
	readonly history: History;
	readonly mode: RunMode;
	/**
	At most so many steps at a time; 1 is one after another, in order. Who is asked before steps gets them one after another anyway.
	*/
	readonly parallel?: number;
	/**
	Asked before a step, or before the first step of a stage, by the mode; never for a step that is already done.
	*/
	readonly approve: (step: Step, scope: 'step' | 'stage') => Promise<'run' | 'skip' | 'stop'>;
	/**
	Asked about one step at a time. The others go on meanwhile, also those that start only now; what needs the step waits. After `stop` nothing new starts.
	*/
	readonly onTrouble: (trouble: Trouble) => Promise<Decision>;
	readonly listen: RunListener;
	/**
	Aborted: no new step starts; what runs goes on to its end.
	*/
	readonly stopSignal?: AbortSignal;
	/**
	Aborted: what runs is cancelled at its place, and the run stops.
	*/
	readonly cancelSignal?: AbortSignal;
	/**
	Aborted: what runs goes on at its place, and the run ends without it.
	*/
	readonly detachSignal?: AbortSignal;
	/**
	How long a place that was there may be away before a step is given up as lost; five minutes where nothing is said.
	*/
	readonly patienceMs?: number;
};

export type Run = (options: RunOptions) => Promise<RunState>;
