import type {Step} from '../plan/step.js';
import type {FinalStepState, RunListener, RunState} from '../run/events.js';
import {redact} from '../run/redact.js';
import {placeName} from '../shell/place.js';
import {formatDuration} from './duration.js';
import {type LineEvent, makeLineReader} from './output-lines.js';
import {sanitiseLine} from './sanitise.js';

const closing: Readonly<Record<RunState, string>> = {
	done: 'Done',
	failed: 'A step failed',
	stopped: 'Stopped',
	lost: 'A place can\'t be reached any more',
	'needs-you': 'You are needed',
};

/**
Writes the events of a run as lines. Every line that belongs to a step starts with it, so that steps side by side can be told apart.
*/
export function makeTextReporter(steps: readonly Step[], write: (text: string) => void): RunListener {
	const byId = new Map(steps.map(step => [step.id, step]));
	const logs = new Map<string, string>();
	const counts = new Map<FinalStepState, number>();
	const say = (text: string) => {
		write(`${text}\n`);
	};

	const sayAll = (step: string, sign: string, text: string) => {
		for (const line of text.split('\n')) {
			say(`${step} ${sign} ${redact(sanitiseLine(line))}`);
		}
	};

	return makeLineReader((event: LineEvent) => {
		switch (event.type) {
			case 'run.started': {
				say(`Run ${event.run} of the lab ${event.lab}: ${count(event.steps.length, 'step')}`);
				break;
			}

			case 'place.connecting':
			case 'step.state':
			case 'command.finished': {
				break;
			}

			case 'step.started': {
				logs.set(event.step, event.log);
				break;
			}

			case 'command.started': {
				if (event.index === 0) {
					say(`${event.step}: ${byId.get(event.step)?.title ?? ''}`);
				}

				sayAll(event.step, `[${placeName(event.place)}] $`, event.text);
				break;
			}

			case 'output': {
				sayAll(event.step, '|', event.line);
				break;
			}

			case 'note': {
				say(event.step === undefined ? event.text : `${event.step}: ${event.text}`);
				break;
			}

			case 'step.finished': {
				counts.set(event.state, (counts.get(event.state) ?? 0) + 1);
				say(`${event.step}: ${event.state} (${formatDuration(event.durationMs)})`);
				if (event.reason !== undefined) {
					sayAll(event.step, '!', event.reason);
				}

				if (['failed', 'unproven', 'lost'].includes(event.state)) {
					say(`${event.step}: the whole output is in ${logs.get(event.step) ?? 'its log'}`);
				}

				break;
			}

			case 'run.finished': {
				const sums = counts.size === 0 ? 'no step ran' : [...counts].map(([state, number]) => `${number} ${state}`).join(', ');
				say(`${closing[event.state]}: ${sums}`);
				break;
			}
		}
	});
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
