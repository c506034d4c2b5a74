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
	readonly #waiting: Set<Step>;
	/**
	Of those that wait, the ones whose needs are met, in the plan's order.
	*/
	#ready: Step[];
	readonly #unmet = new Map<string, number>();
	readonly #needing: ReadonlyMap<string, readonly Step[]>;
	readonly #chains: ReadonlyMap<string, number>;
	readonly #index: ReadonlyMap<string, number>;
	readonly #running = new Map<string, ReadonlySet<string>>();
	readonly #busyPlaces = new Set<string>();

	constructor(readonly options: ScheduleOptions) {
		const {steps, parallel} = options;
		const ids = new Set(steps.map(({id}) => id));
		const pairs = steps.flatMap((step, index) => needsOf(step, index, steps).filter(need => ids.has(need)).map(need => ({need, step})));
		this.#needing = new Map(Map.groupBy(pairs, ({need}) => need).entries().map(([need, all]) => [need, all.map(({step}) => step)]));
		for (const {step} of pairs) {
			this.#unmet.set(step.id, (this.#unmet.get(step.id) ?? 0) + 1);
		}

		this.#waiting = new Set(steps);
		this.#ready = steps.filter(({id}) => !this.#unmet.has(id));
		this.#index = new Map(steps.map(({id}, index) => [id, index]));
		this.#chains = parallel === 1 ? new Map() : chainLengths(options);
	}

	/**
	Steps that have not been started.
	*/
	get waiting(): readonly Step[] {
		return [...this.#waiting];
	}

	/**
	Takes a step that may start, if there is one. Those that change nothing (`isKnownDone`) wait for their needs only, and don't count.
	*/
	take(isKnownDone: (step: Step) => boolean = () => false): Step | undefined {
		const taken = this.options.parallel === 1 ? this.#next() : this.#ready.find(step => isKnownDone(step)) ?? this.#longest();
		if (taken) {
			this.#waiting.delete(taken);
			this.#ready.splice(this.#ready.indexOf(taken), 1);
		}

		return taken;
	}

	/**
	The step runs: nothing else starts where it changes something.
	*/
	started(step: Step) {
		const places = changedPlaces(step);
		this.#running.set(step.id, places);
		for (const place of places) {
			this.#busyPlaces.add(place);
		}
	}

	/**
	The step runs on, beside what others do at its places, until it takes them back.
	*/
	letGo({id}: Step) {
		for (const place of this.#running.get(id) ?? []) {
			this.#busyPlaces.delete(place);
		}

		this.#running.set(id, new Set());
	}

	/**
	Whether the step has its places again; not while something else runs there.
	*/
	takeBack(step: Step): boolean {
		const isFree = this.#busyPlaces.isDisjointFrom(changedPlaces(step));
		if (isFree) {
			this.started(step);
		}

		return isFree;
	}

	/**
	The step runs no more. `isSettled`: what needs it may start.
	*/
	ended({id}: Step, isSettled = true) {
		for (const place of this.#running.get(id) ?? []) {
			this.#busyPlaces.delete(place);
		}

		this.#running.delete(id);
		if (isSettled) {
			this.#met(id);
		}
	}

	#met(need: string) {
		const ready = (this.#needing.get(need) ?? []).filter(({id}) => {
			const unmet = this.#unmet.get(id)! - 1;
			this.#unmet.set(id, unmet);
			return unmet === 0;
		});
		if (ready.length > 0) {
			this.#ready = [...this.#ready, ...ready].toSorted((a, b) => this.#index.get(a.id)! - this.#index.get(b.id)!);
		}
	}

	#next(): Step | undefined {
		const [first] = this.#waiting;
		return first && this.#running.size === 0 && this.#ready.includes(first) ? first : undefined;
	}

	// Of equals the first, which is the plan's order.
	#longest(): Step | undefined {
		let longest: Step | undefined;
		for (const step of this.#running.size < this.options.parallel ? this.#ready : []) {
			if ((!longest || this.#chains.get(step.id)! > this.#chains.get(longest.id)!) && this.#busyPlaces.isDisjointFrom(changedPlaces(step))) {
				longest = step;
			}
		}

		return longest;
	}
}

const placesByStep = new WeakMap<Step, ReadonlySet<string>>();

// A step that runs alone parts the plan: it waits for all that stands before it, and what stands after it waits for it.
function needsOf(step: Step, index: number, steps: readonly Step[]): readonly string[] {
	const before = steps.slice(0, index);
	const parted = step.isAlone ? before : before.filter(each => each.isAlone);
	return [...new Set([...step.needs, ...parted.map(({id}) => id)])];
}

/**
Keys of the places that a step changes: where its commands run, and its own node, which it may reach from elsewhere.
*/
export function changedPlaces(step: Step): ReadonlySet<string> {
	let keys = placesByStep.get(step);
	if (!keys) {
		const places = step.commands.length === 0 ? [step.place] : step.commands.filter(({changesNothing}) => !changesNothing).map(({place}) => place ?? step.place);
		keys = new Set([...places.map(place => placeKey(place)), ...(step.node === undefined ? [] : [placeKey({kind: 'node', name: step.node})])]);
		placesByStep.set(step, keys);
	}

	return keys;
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
