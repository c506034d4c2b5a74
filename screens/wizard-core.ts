import type {LabDefinition} from '../source/lab/definition.js';
import type {Step} from '../source/plan/step.js';
import type {RunMode} from '../source/run/run.js';
import {KeyRouter} from './key-router.js';
import {QuestionDesk} from './question-desk.js';
import {RunController} from './run/controller.js';
import {exitStatusOf, runLines} from './run/left-behind.js';
import type {Session, WizardServices} from './services.js';
import {SessionDesk} from './session-desk.js';
import type {PlanInSight, RemovalRun} from './wizard-context.js';
import type {WizardState} from './wizard-state.js';

/**
What outlives every screen: the session, the run, the questions, and what stays behind in the terminal.
*/
export class WizardCore {
	readonly questions = new QuestionDesk();
	readonly router = new KeyRouter();
	readonly sessions: SessionDesk;
	run: RunController | undefined;
	/**
	Exit status that the person left with; undefined: what the last run says.
	*/
	status: number | undefined;
	onRequest: () => void = () => undefined;
	readonly #runs: RunController[] = [];
	#tidying: Promise<void> | undefined;

	constructor(readonly services: WizardServices) {
		this.sessions = new SessionDesk(services, this.questions.ask);
	}

	readonly firstState = (): WizardState => ({
		routes: ['home'],
		definition: this.services.shelf.current(),
		status: this.services.shelf.notices().join(' '),
		isHelpShown: false,
		isLeaving: false,
	});

	planOf(definition: LabDefinition | undefined): PlanInSight {
		if (!definition) {
			return {kind: 'none', lines: ['There is no lab yet.']};
		}

		try {
			return {kind: 'plan', plan: this.services.planOf(definition)};
		} catch (error) {
			return {kind: 'none', lines: this.services.explain(error)};
		}
	}

	/**
	Begins a run; returns when it has begun. Rejects when the session can't be opened.
	*/
	async startRun(definition: LabDefinition, steps: readonly Step[], mode: RunMode, {removal, isWatching = false}: {readonly removal?: RemovalRun; readonly isWatching?: boolean} = {}) {
		this.sessions.stopLooking();
		const session = async () => removal ? this.#removing(definition, removal) : this.sessions.session(definition);
		await session();
		const run = new RunController({
			session, steps, mode, isWatching, pastRuns: this.services.pastRuns(definition), explain: this.services.explain, onSettled: (id, isDone) => {
				this.sessions.note(id, isDone ? 'done' : 'not done');
			}, onRequest: () => {
				this.onRequest();
			},
		});
		this.run = run;
		this.#runs.push(run);
		void run.start();
	}

	// After it nothing that was told of the lab is true any more.
	async #removing(definition: LabDefinition, {isLast}: RemovalRun): Promise<Session> {
		const session = await this.sessions.session(definition);
		return {
			...session,
			run: async options => {
				const state = await session.run({
					...options,
					listen: event => {
						options.listen(event);
						if (event.type === 'run.finished') {
							this.sessions.forget();
						}
					},
				});
				if (isLast && state === 'done') {
					this.#tidying = session.tidy();
					await this.#tidying;
				}

				return state;
			},
		};
	}

	/**
	The lab is another one now: a run that is over can't go on.
	*/
	forgetRun() {
		if (this.run?.isOver) {
			this.run = undefined;
		}
	}

	/**
	What the runs did, as plain lines for the terminal that is left behind.
	*/
	linesLeftBehind(): readonly string[] {
		return this.#runs.flatMap(run => [...runLines(run), ...run.error ?? []]);
	}

	/**
	How the wizard ends: as the person left it, else as the last run ended.
	*/
	exitStatus(): number {
		return this.status ?? exitStatusOf(this.#runs.at(-1));
	}

	async close() {
		this.questions.close();
		// What goes wrong there is told by the run.
		await this.#tidying?.catch(() => undefined);
		await this.sessions.close();
	}
}
