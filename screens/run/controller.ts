import {performance} from 'node:perf_hooks';
import type {Step} from '../../source/plan/step.js';
import {criticalPath} from '../../source/run/critical-path.js';
import type {RunEvent, RunState} from '../../source/run/events.js';
import {expectedLeft, type ExpectedLeft} from '../../source/run/expected-left.js';
import type {Decision, RunMode, Trouble} from '../../source/run/run.js';
import {usualParallel} from '../../source/run/schedule.js';
import {LineModel} from '../output/line-model.js';
import {Pulse} from '../output/pulse.js';
import type {PastRuns, Session} from '../services.js';
import {
	type Progress,
	activeSteps,
	isActive,
	isSettled,
	noProgress,
	progressed,
} from './state.js';

type Approval = 'run' | 'skip' | 'stop';

/**
What the run waits for.
*/
export type Request =
	| {readonly kind: 'approve'; readonly step: Step; readonly scope: 'step' | 'stage'}
	| {readonly kind: 'trouble'; readonly trouble: Trouble};

/**
What has been asked of the run: `stopping` starts no new step, `cancelling` ends what runs.
*/
export type Course = 'going' | 'stopping' | 'cancelling';

type ControllerOptions = {
	/**
	Asked for at each beginning: a session that was closed in between is opened again.
	*/
	readonly session: () => Promise<Session>;
	readonly steps: readonly Step[];
	readonly mode: RunMode;
	/**
	Only looks on at what somebody else started.
	*/
	readonly isWatching?: boolean;
	readonly pastRuns: PastRuns;
	readonly explain: (error: unknown) => readonly string[];
	/**
	A step has ended: done, or not.
	*/
	readonly onSettled?: (stepId: string, isDone: boolean) => void;
	/**
	The run waits for the person.
	*/
	readonly onRequest?: () => void;
};

const endedLines = 500;

/**
A run, outside of any screen: it goes on whatever is shown, and screens read it when its pulse beats.
*/
export class RunController {
	readonly pulse = new Pulse();
	progress: Progress;
	course: Course = 'going';
	request: Request | undefined;
	/**
	What a person reads of what the engine threw: a bug, or a lab that is locked.
	*/
	error: readonly string[] | undefined;
	/**
	The person wants it to stop, and has not said how.
	*/
	isStopAsked = false;
	readonly #outputs = new Map<string, LineModel>();
	#answer: ((answer: Approval | Decision) => void) | undefined;
	#goesOnAfterStop = false;
	#stop = new AbortController();
	#cancel = new AbortController();
	#outlook: {readonly until: number; readonly left: ExpectedLeft; readonly criticalPath: readonly Step[]} | undefined;
	readonly #detach = new AbortController();

	constructor(readonly options: ControllerOptions) {
		this.progress = noProgress(options.steps.map(step => step.id));
	}

	get steps(): readonly Step[] {
		return this.options.steps;
	}

	get isOver(): boolean {
		return this.progress.state !== undefined || this.error !== undefined;
	}

	output(stepId: string): LineModel | undefined {
		return this.#outputs.get(stepId);
	}

	/**
	Runs to the end; never rejects.
	*/
	async start(): Promise<RunState | undefined> {
		return this.#run(this.options.steps);
	}

	/**
	After a stop: goes on with the steps that have not been dealt with.
	*/
	async goOn(): Promise<RunState | undefined> {
		const left = this.options.steps.filter(({id}) => {
			const {state} = this.progress.steps.get(id)!;
			return !['done', 'already done', 'skipped'].includes(state);
		});
		this.course = 'going';
		this.#goesOnAfterStop = false;
		this.error = undefined;
		this.#stop = new AbortController();
		this.#cancel = new AbortController();
		this.progress = {...this.progress, state: undefined, finishedAt: undefined};
		return this.#run(left);
	}

	/**
	The first Ctrl-C: no new step starts, what runs goes on, and the person is asked how to stop.
	*/
	askHowToStop() {
		if (this.options.isWatching) {
			this.stop();
			return;
		}

		this.isStopAsked = true;
		// Where only the person is waited for, nothing can start. What the run asks stays asked.
		if (!this.request || activeSteps(this.progress).length > 0) {
			this.course = this.course === 'going' ? 'stopping' : this.course;
			this.#stop.abort();
		}

		this.pulse.now();
	}

	/**
	The question how to stop has been answered, or taken back.
	*/
	stopAnswered(answer: 'wait' | 'cancel' | 'go on') {
		this.isStopAsked = false;
		this.#goesOnAfterStop = answer === 'go on';
		if (answer === 'wait') {
			this.stop();
		} else if (answer === 'cancel') {
			this.cancel();
		} else if (this.progress.state === 'stopped') {
			void this.goOn();
		}

		this.pulse.now();
	}

	/**
	No new step starts; what runs goes on to its end.
	*/
	stop() {
		this.course = this.course === 'going' ? 'stopping' : this.course;
		this.#stop.abort();
		this.#replyStop();
	}

	/**
	Ends what runs, at its place.
	*/
	cancel() {
		this.course = 'cancelling';
		this.#stop.abort();
		this.#cancel.abort();
		this.#replyStop();
	}

	/**
	Listens no more: what runs goes on at its place.
	*/
	leave() {
		this.#detach.abort();
		this.#stop.abort();
		this.#replyStop();
	}

	approve(answer: Approval) {
		if (this.request?.kind === 'approve') {
			this.#reply(answer);
		}
	}

	decide(decision: Decision) {
		if (this.request?.kind === 'trouble') {
			this.#reply(decision);
		}
	}

	async #run(steps: readonly Step[]): Promise<RunState | undefined> {
		this.pulse.now();
		try {
			const session = await this.options.session();
			if (this.options.isWatching) {
				return await session.attach({
					listen: event => {
						this.#listen(event);
					},
					signal: AbortSignal.any([this.#stop.signal, this.#detach.signal]),
				});
			}

			const state = await session.run({
				steps,
				mode: this.options.mode,
				approve: async (step, scope) => this.#asked<Approval>({kind: 'approve', step, scope}, 'stop'),
				onTrouble: async trouble => this.#asked<Decision>({kind: 'trouble', trouble}, {kind: 'stop'}),
				listen: event => {
					this.#listen(event);
				},
				stopSignal: this.#stop.signal,
				cancelSignal: this.#cancel.signal,
				detachSignal: this.#detach.signal,
			});
			return state === 'stopped' && this.#goesOnAfterStop ? await this.goOn() : state;
		} catch (error) {
			this.error ??= this.options.explain(error);
			return undefined;
		} finally {
			this.request = undefined;
			this.pulse.now();
		}
	}

	async #asked<Answer extends Approval | Decision>(request: Request, whenCancelled: Answer): Promise<Answer> {
		if (this.course === 'cancelling' || this.#detach.signal.aborted) {
			return whenCancelled;
		}

		const {promise, resolve} = Promise.withResolvers<Approval | Decision>();
		this.request = request;
		this.#answer = resolve;
		this.options.onRequest?.();
		this.pulse.now();
		return await promise as Answer;
	}

	#replyStop() {
		this.#reply(this.request?.kind === 'approve' ? 'stop' : {kind: 'stop'});
	}

	#reply(answer: Approval | Decision) {
		const reply = this.#answer;
		this.#answer = undefined;
		this.request = undefined;
		reply?.(answer);
		this.pulse.now();
	}

	#listen(event: RunEvent) {
		if (event.type === 'output') {
			let output = this.#outputs.get(event.step);
			if (!output) {
				output = new LineModel();
				this.#outputs.set(event.step, output);
			}

			output.write(event.stream, event.chunk);
		} else {
			this.progress = progressed(this.progress, event);
			if (event.type === 'step.finished') {
				this.#outputs.get(event.step)?.shrink(endedLines);
				this.options.onSettled?.(event.step, event.state === 'done' || event.state === 'already done');
			}
		}

		this.pulse.touch();
	}

	/**
	How long the rest takes, as far as earlier runs tell.
	*/
	left(now: number): ExpectedLeft {
		return this.#outlookAt(now).left;
	}

	/**
	What the end of the run waits for, of what is left.
	*/
	criticalPath(now: number): readonly Step[] {
		return this.#outlookAt(now).criticalPath;
	}

	#outlookAt(now: number) {
		if (!this.#outlook || now >= this.#outlook.until) {
			const started = performance.now();
			const [left, path] = [this.#expectedLeft(now), this.#criticalPath(now)];
			// It plays the whole rest: whatever the frames, a lab of hundreds of nodes must not feel it.
			this.#outlook = {left, criticalPath: path, until: now + 1000 + ((performance.now() - started) * 50)};
		}

		return this.#outlook;
	}

	get #unsettled(): readonly Step[] {
		return this.options.steps.filter(({id}) => !isSettled(this.progress.steps.get(id)!));
	}

	// A step that nobody has timed counts like the mean of the others.
	#criticalPath(now: number): readonly Step[] {
		const known = this.options.steps.map(({id}) => this.options.pastRuns.usualDuration(id)).filter(duration => duration !== undefined);
		const mean = known.length === 0 ? 1000 : known.reduce((sum, each) => sum + each, 0) / known.length;
		return criticalPath(this.#unsettled, ({id}) => {
			const told = this.progress.steps.get(id)!;
			const usual = this.options.pastRuns.usualDuration(id) ?? mean;
			return isActive(told) ? Math.max(1, usual - (now - (told.startedAt ?? now))) : usual;
		}).steps;
	}

	#expectedLeft(now: number): ExpectedLeft {
		return expectedLeft({
			steps: this.#unsettled,
			parallel: this.options.mode === 'until-failure' ? usualParallel : 1,
			usualDuration: id => this.options.pastRuns.usualDuration(id),
			runningMs: new Map(activeSteps(this.progress).map(id => [id, now - (this.progress.steps.get(id)!.startedAt ?? now)])),
		});
	}
}
