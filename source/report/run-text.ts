import type {Buffer} from 'node:buffer';
import type {Step} from '../plan/step.js';
import {criticalPath, pathText} from '../run/critical-path.js';
import type {FinalStepState, RunListener, RunState} from '../run/events.js';
import {mayHoldToken, redact} from '../run/redact.js';
import {placeName} from '../shell/place.js';
import {formatDuration} from './duration.js';
import {linesText} from './line-splitter.js';
import {type LineEvent, makeLineReader} from './output-lines.js';
import {sanitiseLine, sanitiseLines} from './sanitise.js';
import {type LineStart, lineStart, startLines} from './start-lines.js';

const closing: Readonly<Record<RunState, string>> = {
	done: 'Done',
	failed: 'A step failed',
	stopped: 'Stopped',
	lost: 'A place can\'t be reached any more',
	'needs-you': 'You are needed',
};

// Characters: the longest steps of a path tell enough.
const longestPath = 400;

/**
Writes the events of a run as lines. Every line that belongs to a step starts with it, so that steps side by side can be told apart.
Bytes are to be copied or written before `write` returns. `isWatching`: it came to what others had begun, and can't tell how long that took.
*/
export function makeTextReporter(steps: readonly Step[], write: (piece: string | Uint8Array) => void, {isWatching = false} = {}): RunListener {
	const byId = new Map(steps.map(step => [step.id, step]));
	const logs = new Map<string, string>();
	const counts = new Map<FinalStepState, number>();
	const starts = new Map<string, LineStart>();
	const startOf = (step: string) => {
		const start = starts.get(step) ?? lineStart(`${step} | `);
		starts.set(step, start);
		return start;
	};

	const durations = new Map<string, number>();
	let startedAt: number | undefined;
	const say = (text: string) => {
		write(`${text}\n`);
	};

	const sayAll = (step: string, sign: string, text: string) => {
		const start = `${step} ${sign} `;
		say(start + redact(sanitiseLines(text)).split('\n').join(`\n${start}`));
	};

	// Nearly all output has nothing in it that must not be shown, which is seen while its lines get their starts.
	const sayOutput = (step: string, lines: Buffer) => {
		const started = mayHoldToken(lines) ? undefined : startLines(lines, startOf(step));
		if (started) {
			write(started);
		} else {
			sayAll(step, '|', linesText(lines));
		}
	};

	const sayFinished = ({
		step, state, durationMs, reason,
	}: Extract<LineEvent, {readonly type: 'step.finished'}>) => {
		counts.set(state, (counts.get(state) ?? 0) + 1);
		durations.set(step, durationMs);
		say(`${step}: ${state} (${formatDuration(durationMs)})`);
		if (reason !== undefined) {
			sayAll(step, '!', reason);
		}

		if (['failed', 'unproven', 'lost'].includes(state)) {
			say(`${step}: the whole output is in ${logs.get(step) ?? 'its log'}`);
		}
	};

	// What is near the whole is what to make quicker; what is far from it waited for a place.
	const sayCriticalPath = (wholeMs: number) => {
		const path = criticalPath(steps.filter(({id}) => (durations.get(id) ?? 0) > 0), ({id}) => durations.get(id)!);
		if (path.steps.length > 1) {
			say(`It took ${formatDuration(wholeMs)}, its critical path ${formatDuration(path.ms)}: ${pathText(path.steps.map(({id}) => id), longestPath)}`);
		}
	};

	return makeLineReader((event: LineEvent) => {
		switch (event.type) {
			case 'run.started': {
				startedAt = Date.parse(event.at);
				say(`Run ${event.run} of the lab ${event.lab}: ${count(event.steps.length, 'step')}`);
				break;
			}

			case 'place.connecting':
			case 'place.connected':
			case 'step.state':
			case 'command.finished': {
				break;
			}

			case 'place.lost': {
				say(`${event.step}: ${event.hop} can't be reached since ${event.since}, trying again (${redact(sanitiseLine(event.reason))})`);
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

				sayAll(event.step, `[${placeName(event.place)}${deletes(byId.get(event.step), event.text) ? ', deletes' : ''}] $`, event.text);
				break;
			}

			case 'output': {
				sayOutput(event.step, event.lines);
				break;
			}

			case 'note': {
				say(event.step === undefined ? event.text : `${event.step}: ${event.text}`);
				break;
			}

			case 'step.finished': {
				sayFinished(event);
				break;
			}

			case 'run.finished': {
				const sums = counts.size === 0 ? 'no step ran' : [...counts].map(([state, number]) => `${number} ${state}`).join(', ');
				say(`${closing[event.state]}: ${sums}`);
				if (startedAt !== undefined && !isWatching) {
					sayCriticalPath(Date.parse(event.at) - startedAt);
				}

				break;
			}
		}
	});
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

// An edited command is what the person made of it: only the catalogue's own are known to delete.
const deletes = (step: Step | undefined, text: string): boolean => step?.commands.some(command => command.destructive && command.text === text) ?? false;
