import type {Step} from '../plan/step.js';

/**
The steps that nothing can make end sooner: of all chains in which each step needs the one before, the one that takes longest.
*/
export type CriticalPath = {
	readonly steps: readonly Step[];
	/**
	Milliseconds that they take together.
	*/
	readonly ms: number;
};

/**
`steps`: every need stands before the step that has it; a need that is not among them is met. `durationOf`: milliseconds.
*/
export function criticalPath(steps: readonly Step[], durationOf: (step: Step) => number): CriticalPath {
	const links = new Map<string, Link>();
	for (const step of steps) {
		const before = latest(step.needs.flatMap(need => links.get(need) ?? []));
		links.set(step.id, {step, endMs: durationOf(step) + (before?.endMs ?? 0), before});
	}

	const last = latest(links.values().toArray());
	const path: Step[] = [];
	for (let link = last; link; link = link.before) {
		path.unshift(link.step);
	}

	return {steps: path, ms: last?.endMs ?? 0};
}

type Link = {readonly step: Step; readonly endMs: number; readonly before: Link | undefined};

function latest(links: readonly Link[]): Link | undefined {
	let found = links[0];
	for (const link of links) {
		found = link.endMs > found!.endMs ? link : found;
	}

	return found;
}

/**
As much of a path as there is room for: `a › b › … › d`.
*/
export function pathText(path: readonly string[], width: number): string {
	const whole = path.join(' › ');
	if (whole.length <= width || path.length < 3) {
		return whole;
	}

	const [first, ...rest] = path;
	for (let kept = rest.length - 1; kept > 1; kept--) {
		const text = [first, ...rest.slice(0, kept - 1), '…', rest.at(-1)].join(' › ');
		if (text.length <= width) {
			return text;
		}
	}

	return [first, '…', rest.at(-1)].join(' › ');
}
