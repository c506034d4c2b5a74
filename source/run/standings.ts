import type {Places} from '../connection/connection.js';
import {UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {probeAll, type Standing} from './probe-all.js';

/**
What the lab has told of its steps. A step's standing is trusted until one that it needs, directly or not, has run.
*/
export class Standings {
	readonly #standings = new Map<string, Standing>();
	readonly #isOutdated = new Set<string>();

	/**
	`allSteps`: every need stands before the step that has it.
	*/
	constructor(readonly allSteps: readonly Step[], readonly places: Places, readonly signal: AbortSignal | undefined) {}

	/**
	Asks the lab about steps. Silent about a place that can't be reached: whoever needs it meets the same trouble, and there is somebody to tell.
	*/
	async ask(steps: readonly Step[]) {
		if (steps.length === 0) {
			return;
		}

		try {
			await probeAll(steps, this.places, {
				...(this.signal && {signal: this.signal}),
				onStanding: (step, standing) => {
					this.#standings.set(step.id, standing);
					this.#isOutdated.delete(step.id);
				},
			});
		} catch (error) {
			if (!(error instanceof UserError)) {
				throw error;
			}
		}
	}

	isKnownDone({id}: Step): boolean {
		return this.#standings.get(id) === 'done' && !this.#isOutdated.has(id);
	}

	isKnownNotDone({id}: Step): boolean {
		return this.#standings.get(id) === 'not done' && !this.#isOutdated.has(id);
	}

	/**
	The step changes something: what is known of it and of all that needs it is old.
	*/
	changed({id}: Step) {
		this.#isOutdated.add(id);
		for (const step of this.allSteps) {
			if (step.needs.some(need => this.#isOutdated.has(need))) {
				this.#isOutdated.add(step.id);
			}
		}
	}
}
