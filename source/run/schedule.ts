import type {Step} from '../plan/step.js';
import {placeKey} from '../shell/place.js';

/**
Steps at a time, where nobody says otherwise.
*/
export const usualParallel = 8;

export type ScheduleOptions = {
	/**
	In the plan's order: every need stands before the step that has it. A need that is not among them is met.
	*/
	readonly steps: readonly Step[];
	/**
	1: one after another, in the plan's order.
	*/
	readonly parallel: number;
	/**
	Milliseconds, or undefined where nobody has seen it yet.
	*/
	readonly usualDuration: (stepId: string) => number | undefined;
};

/**
Which step may start: its needs are dealt with, nothing else runs where it changes something, and fewer run than the limit. Of those, the one with the longest chain behind it.
*/
export class Schedule {
	readonly #waiting: Step[];
	readonly #unsettled: Set<string>;
	readonly #running = new Map<string, ReadonlySet<string>>();
	readonly #chains: ReadonlyMap<string, number>;

	constructor(readonly options: ScheduleOptions) {
		this.#waiting = [...options.steps];
		this.#unsettled = new Set(options.steps.map(({id}) => id));
		this.#chains = options.parallel === 1 ? new Map() : chainLengths(options);
	}

	/**
	Steps that have not been started.
	*/
	get waiting(): readonly Step[] {
		return this.#waiting;
	}

	get runningCount(): number {
		return this.#running.size;
	}

	/**
	Takes a step that may start, if there is one. Those that change nothing (`isKnownDone`) wait for their needs only, and don't count.
	*/
	take(isKnownDone: (step: Step) => boolean = () => false): Step | undefined {
		const {parallel} = this.options;
		const candidates = parallel === 1 ? this.#waiting.slice(0, this.#running.size === 0 ? 1 : 0) : this.#waiting;
		const taken = candidates.find(step => isKnownDone(step) && this.#isReady(step)) ?? this.#longest(candidates);
		if (taken) {
			this.#waiting.splice(this.#waiting.indexOf(taken), 1);
		}

		return taken;
	}

	/**
	The step runs: nothing else starts where it changes something.
	*/
	started(step: Step) {
		this.#running.set(step.id, changedPlaces(step));
	}

	/**
	The step runs no more. `isSettled`: what needs it may start.
	*/
	ended({id}: Step, isSettled = true) {
		this.#running.delete(id);
		if (isSettled) {
			this.#unsettled.delete(id);
		}
	}

	// Of equals the first, which is the plan's order.
	#longest(candidates: readonly Step[]): Step | undefined {
		let longest: Step | undefined;
		for (const step of this.#running.size < this.options.parallel ? candidates : []) {
			if ((!longest || this.#chainOf(step) > this.#chainOf(longest)) && this.#isReady(step) && this.#hasRoom(step)) {
				longest = step;
			}
		}

		return longest;
	}

	#chainOf({id}: Step): number {
		return this.#chains.get(id) ?? 0;
	}

	#isReady({needs}: Step): boolean {
		return needs.every(need => !this.#unsettled.has(need));
	}

	#hasRoom(step: Step): boolean {
		const places = changedPlaces(step);
		return this.#running.values().every(busy => busy.isDisjointFrom(places));
	}
}

/**
Keys of the places that a step changes: where its commands run, and its own node, which it may reach from elsewhere.
*/
export function changedPlaces(step: Step): ReadonlySet<string> {
	const places = step.commands.length === 0 ? [step.place] : step.commands.map(({place}) => place ?? step.place);
	return new Set([...places.map(place => placeKey(place)), ...(step.node === undefined ? [] : [placeKey({kind: 'node', name: step.node})])]);
}

// What a step takes, and the longest way from it to the end. One that was never timed counts like the mean of the others.
function chainLengths({steps, usualDuration}: ScheduleOptions): ReadonlyMap<string, number> {
	const known = steps.map(({id}) => usualDuration(id)).filter(duration => duration !== undefined);
	const mean = known.length === 0 ? 1 : known.reduce((sum, each) => sum + each, 0) / known.length;
	const behind = new Map<string, number>();
	const lengths = new Map<string, number>();
	for (const {id, needs} of steps.toReversed()) {
		const length = (usualDuration(id) ?? mean) + (behind.get(id) ?? 0);
		lengths.set(id, length);
		for (const need of needs) {
			behind.set(need, Math.max(behind.get(need) ?? 0, length));
		}
	}

	return lengths;
}
