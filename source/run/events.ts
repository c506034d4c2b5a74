import type {OutputStream} from '../connection/connection.js';
import type {Place} from '../shell/place.js';

/**
See design, guarantee 1.
*/
export type StepState =
	| 'waiting'
	| 'probing'
	| 'already done'
	| 'running'
	| 'proving'
	| 'done'
	| 'failed'
	| 'unproven'
	| 'skipped'
	| 'needs you'
	| 'lost';

export type FinalStepState = Exclude<StepState, 'waiting' | 'probing' | 'running' | 'proving'>;

export type RunState = 'done' | 'failed' | 'stopped' | 'lost' | 'needs-you';

/**
The one stream of a run. The screens, the plain text of `run` and the NDJSON of `run --json` are three readers of it. `at` is an ISO time.
An `output` chunk is raw: it may end in the middle of a line or of a character.
*/
export type RunEvent =
	| {readonly type: 'run.started'; readonly run: string; readonly lab: string; readonly at: string; readonly steps: readonly string[]}
	/**
	Only for a place that takes its time to be reached.
	*/
	| {readonly type: 'place.connecting' | 'place.connected'; readonly place: Place; readonly at: string}
	/**
	A place that was there is gone, and is tried again; said anew when the reason changes. `hop` is the machine at which the way to it ends.
	*/
	| {readonly type: 'place.lost'; readonly step: string; readonly place: Place; readonly at: string; readonly since: string; readonly hop: string; readonly reason: string}
	| {readonly type: 'step.started'; readonly step: string; readonly at: string; readonly attempt: number; readonly log: string}
	| {readonly type: 'step.state'; readonly step: string; readonly state: StepState; readonly at: string}
	| {readonly type: 'command.started'; readonly step: string; readonly at: string; readonly index: number; readonly place: Place; readonly text: string}
	| {readonly type: 'command.finished'; readonly step: string; readonly at: string; readonly index: number; readonly exitCode: number | null; readonly durationMs: number}
	| {readonly type: 'output'; readonly step: string; readonly stream: OutputStream; readonly chunk: Uint8Array}
	| {readonly type: 'note'; readonly step?: string; readonly at: string; readonly text: string}
	| {
		readonly type: 'step.finished';
		readonly step: string;
		readonly at: string;
		readonly state: FinalStepState;
		readonly exitCode: number | null;
		readonly durationMs: number;
		/**
		For a person: why it failed, what it needs.
		*/
		readonly reason?: string;
	}
	| {readonly type: 'run.finished'; readonly run: string; readonly at: string; readonly state: RunState};

export type RunListener = (event: RunEvent) => void;
