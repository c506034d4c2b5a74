import {type Surroundings, tell} from './surroundings.js';

/**
What Ctrl-C means during a run without screens: first no new step starts, then what runs is cancelled at its place.
*/
export function interruptible(surroundings: Surroundings) {
	const stop = new AbortController();
	const cancel = new AbortController();
	const end = surroundings.onInterrupt(() => {
		if (!stop.signal.aborted) {
			stop.abort();
			tell(surroundings, 'No new step starts; what runs goes on to its end. Ctrl-C again cancels it.');
			return;
		}

		if (cancel.signal.aborted) {
			return;
		}

		cancel.abort();
		tell(surroundings, 'Cancelling what runs.');
	});
	return {stopSignal: stop.signal, cancelSignal: cancel.signal, end};
}
