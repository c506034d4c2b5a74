import {isPersonThere, type Surroundings, tell} from './surroundings.js';
import type {TerminalAsk} from './terminal-ask.js';

/**
What Ctrl-C means during a run without screens: no new step starts, and a person is asked what becomes of what runs. A second Ctrl-C cancels it at its place.
*/
export function interruptible(surroundings: Surroundings, {askLine}: Pick<TerminalAsk, 'askLine'>) {
	const [stop, cancel, detach] = [new AbortController(), new AbortController(), new AbortController()];
	const cancelAll = () => {
		if (cancel.signal.aborted) {
			return;
		}

		cancel.abort();
		tell(surroundings, 'Cancelling what runs.');
	};

	const askHow = async () => {
		for (;;) {
			const answer = await askLine('What becomes of what runs? [w]ait for its end, [l]eave it running there, [c]ancel it: ');
			switch (answer?.trim().toLowerCase()) {
				// Ctrl-C once more; a terminal that is gone cancels nothing.
				case undefined: {
					if (isPersonThere(surroundings)) {
						cancelAll();
					}

					return;
				}

				case '':
				case 'w':
				case 'wait': {
					return;
				}

				case 'l':
				case 'leave': {
					tell(surroundings, 'It goes on there: `dpu-wizard attach` shows it, and the next run goes on with it.');
					detach.abort();
					return;
				}

				case 'c':
				case 'cancel': {
					cancelAll();
					return;
				}

				default:
			}
		}
	};

	const end = surroundings.onInterrupt(() => {
		if (stop.signal.aborted) {
			cancelAll();
			return;
		}

		stop.abort();
		tell(surroundings, 'No new step starts; what runs goes on to its end. Ctrl-C again cancels it.');
		if (isPersonThere(surroundings)) {
			void askHow();
		}
	});
	return {
		stopSignal: stop.signal, cancelSignal: cancel.signal, detachSignal: detach.signal, end,
	};
}
