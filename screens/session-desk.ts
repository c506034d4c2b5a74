import type {Ask} from '../source/connection/connection.js';
import type {LabDefinition} from '../source/lab/definition.js';
import type {AtWork} from '../source/run/attach.js';
import type {Standing} from '../source/run/probe-all.js';
import {Pulse} from './output/pulse.js';
import type {Session, WizardServices} from './services.js';

/**
How far the question where a lab stands has come.
*/
export type Looking =
	| {readonly kind: 'not asked'}
	| {readonly kind: 'asking'}
	| {readonly kind: 'told'}
	| {readonly kind: 'failed'; readonly lines: readonly string[]};

/**
The open session of the lab in use, and what its probes told. Kept while the person goes from screen to screen; another lab, or a changed one, begins anew.
*/
export class SessionDesk {
	readonly pulse = new Pulse();
	looking: Looking = {kind: 'not asked'};
	standings: ReadonlyMap<string, Standing> = new Map();
	/**
	Who is at work there besides this wizard, as far as it was asked.
	*/
	atWork: AtWork | undefined;
	#definition: LabDefinition | undefined;
	#session: Promise<Session> | undefined;
	#asking: AbortController | undefined;

	constructor(readonly services: WizardServices, readonly ask: Ask) {}

	/**
	The session of this lab; opened when there is none.
	*/
	async session(definition: LabDefinition): Promise<Session> {
		if (this.#session === undefined || this.#definition !== definition) {
			const before = this.#session;
			this.#session = undefined;
			this.#definition = definition;
			this.atWork = undefined;
			await closed(before);
			const opening = this.services.openSession(definition, this.ask);
			this.#session = opening;
			opening.catch(() => {
				if (this.#session === opening) {
					this.#session = undefined;
				}
			});
		}

		return this.#session;
	}

	/**
	Asks the lab what is done, read-only.
	*/
	async look(definition: LabDefinition) {
		this.#asking?.abort();
		const asking = new AbortController();
		this.#asking = asking;
		const standings = new Map<string, Standing>();
		this.#tell({kind: 'asking'}, standings);
		try {
			const session = await this.session(definition);
			await session.probeAll((step, standing) => {
				standings.set(step.id, standing);
				this.pulse.touch();
			}, asking.signal);
			const atWork = await session.atWork();
			if (this.#asking === asking) {
				this.atWork = atWork;
				this.#tell({kind: 'told'}, standings);
			}
		} catch (error) {
			if (this.#asking === asking) {
				this.#tell({kind: 'failed', lines: this.services.explain(error)}, standings);
			}
		}
	}

	/**
	Asks no further; what was told stays.
	*/
	stopLooking() {
		if (this.looking.kind !== 'asking') {
			return;
		}

		this.#asking?.abort();
		this.#asking = undefined;
		this.#tell({kind: 'not asked'}, this.standings);
	}

	/**
	What was told is true no more; the next who wants to know asks.
	*/
	forget() {
		this.#asking?.abort();
		this.#asking = undefined;
		this.#tell({kind: 'not asked'}, new Map());
	}

	/**
	A run has proved or disproved a step.
	*/
	note(stepId: string, standing: Standing) {
		this.standings = new Map([...this.standings, [stepId, standing]]);
		this.pulse.touch();
	}

	async close() {
		this.#asking?.abort();
		this.#asking = undefined;
		const session = this.#session;
		this.#session = undefined;
		this.#definition = undefined;
		this.atWork = undefined;
		this.#tell({kind: 'not asked'}, new Map());
		await closed(session);
	}

	#tell(looking: Looking, standings: ReadonlyMap<string, Standing>) {
		this.looking = looking;
		this.standings = standings;
		this.pulse.now();
	}
}

// A session that never opened has nothing to close.
async function closed(session: Promise<Session> | undefined) {
	await session?.then(async opened => opened.close(), () => undefined);
}
