import type {ExecuteOptions, Outcome} from '../connection/connection.js';
import type {Place} from '../shell/place.js';
import {
	firstLine,
	lostBy,
	reach,
	reachAgain,
	type ReachOptions,
} from './reach.js';

/**
What a step does while a command of it runs.
*/
export type BusyState = 'probing' | 'running' | 'proving';

export type Errand = {
	readonly place: Place;
	readonly text: string;
	readonly execute: ExecuteOptions;
	readonly state: () => BusyState;
};

/**
Runs a text at a place until its end has been heard. A lost connection is a state, not an end: the place is reached again, and the same is asked again. What must
not run twice is a job, which knows where it was.
*/
export async function hearOut({place, text, execute, state}: Errand, options: ReachOptions): Promise<Outcome> {
	const {step, emit} = options;
	const isDetached = () => execute.detachSignal?.aborted === true;
	const tell = (told: BusyState | 'lost') => {
		emit({
			type: 'step.state', step, state: told, at: new Date().toISOString(),
		});
	};

	let reached = await reach(place, options);
	let before = 0;
	while (reached.kind === 'reached') {
		let isHeard = false;
		const outcome = await reached.connection.execute(text, {
			...execute,
			onOutput(stream, chunk) {
				isHeard = true;
				execute.onOutput?.(stream, chunk);
			},
		}).catch((error: unknown) => lostBy(error));
		if (outcome.kind !== 'lost') {
			return outcome;
		}

		if (isDetached()) {
			break;
		}

		tell('lost');
		before = isHeard ? 0 : before + 1;
		reached = await reachAgain(place, {reason: firstLine(outcome.reason), before}, options);
		if (reached.kind === 'reached' && execute.job?.isUnkept) {
			return {kind: 'gone', reason: 'absent'};
		}

		tell(reached.kind === 'reached' ? state() : 'lost');
	}

	return isDetached() ? {kind: 'detached'} : reached as Extract<Outcome, {readonly kind: 'lost'}>;
}
