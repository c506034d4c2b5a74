import type {Step} from '../plan/step.js';
import {Schedule, type ScheduleOptions} from './schedule.js';

export type ExpectedLeftOptions = ScheduleOptions & {
	/**
	Milliseconds for which those that run have run.
	*/
	readonly runningMs: ReadonlyMap<string, number>;
};

export type ExpectedLeft = {
	/**
	Milliseconds, as far as steps were timed before.
	*/
	readonly ms: number;
	/**
	Steps of which nobody knows how long they take: with any, it takes at least so long.
	*/
	readonly untimed: number;
};

/**
How long the rest of a run takes: the same schedule, played with the times of earlier runs. `steps` are those that are not settled.
*/
export function expectedLeft({runningMs, ...options}: ExpectedLeftOptions): ExpectedLeft {
	const schedule = new Schedule(options);
	const running = new Map<Step, number>();
	let now = 0;
	const start = (step: Step) => {
		const left = Math.max(0, (options.usualDuration(step.id) ?? 0) - (runningMs.get(step.id) ?? 0));
		schedule.started(step);
		running.set(step, now + left);
	};

	for (;;) {
		// What runs already has its place: it is taken before all others.
		for (let step = schedule.take(({id}) => runningMs.has(id)); step; step = schedule.take(({id}) => runningMs.has(id))) {
			start(step);
		}

		const [first, end] = running.entries().reduce<readonly [Step | undefined, number]>((soonest, each) => each[1] < soonest[1] ? each : soonest, [undefined, Infinity]);
		if (!first) {
			break;
		}

		now = end;
		running.delete(first);
		schedule.ended(first);
	}

	return {ms: now, untimed: options.steps.filter(({id}) => options.usualDuration(id) === undefined).length};
}
