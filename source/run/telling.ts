import {performance} from 'node:perf_hooks';
import type {Looks, LookTime, Outcome} from '../connection/connection.js';
import {type Place, placeName} from '../shell/place.js';
import type {AttemptOptions} from './attempt.js';
import type {BusyState} from './hear-out.js';
import {describe} from './outcome-text.js';
import {redact, Redactor} from './redact.js';

/**
A probe that is asked in one go with a command, and who wants to know.
*/
export type AskedAlong = {
	readonly probe: string;
	readonly times: readonly LookTime[];
	readonly onBegun: (time: LookTime) => void;
	readonly onEnded: (time: LookTime, holds: boolean) => void;
};

export type ToldCommand = {
	readonly place: Place;
	readonly text: string;
	readonly index: number;
	readonly count: number;
	readonly asked?: AskedAlong | undefined;
};

const now = () => new Date().toISOString();

/**
Tells the log and the run of one command, and of the probe that is asked along with it. A command begins when the probe before it does not hold, and is finished where the
probe after it begins.
*/
export class Telling {
	state: BusyState;
	#startedMs: number | undefined;
	#isFinished = false;

	constructor(readonly options: AttemptOptions, readonly command: ToldCommand) {
		this.state = command.asked?.times.includes('before') ? 'probing' : 'running';
	}

	get isBegun(): boolean {
		return this.#startedMs !== undefined;
	}

	/**
	The command runs. Told once, however often it is said.
	*/
	begin() {
		if (this.isBegun) {
			return;
		}

		const {options: {step, log, emit}, command: {place, text, index, count}} = this;
		this.#startedMs = performance.now();
		this.state = 'running';
		log.write(`# ${now()} command ${index + 1} of ${count} on ${placeName(place)}\n${redact(text)}\n`);
		emit({
			type: 'command.started', step: step.id, at: now(), index, place, text,
		});
	}

	/**
	The command runs no more, if it ever did. Told once too.
	*/
	finish(outcome: Outcome) {
		if (this.#startedMs === undefined || this.#isFinished) {
			return;
		}

		this.#isFinished = true;
		const {options: {step, log, emit}, command: {index}} = this;
		log.write(endLine(outcome));
		emit({
			type: 'command.finished', step: step.id, at: now(), index, exitCode: outcome.kind === 'exited' ? outcome.code : null, durationMs: Math.round(performance.now() - this.#startedMs),
		});
	}

	/**
	What a place is asked along with the command.
	*/
	looks(): Looks | undefined {
		const {options: {log}, command: {place, asked}} = this;
		const words = new Redactor();
		return asked && {
			probe: asked.probe,
			times: asked.times,
			onBegun: time => {
				if (time === 'after') {
					this.begin();
					this.finish({kind: 'exited', code: 0});
					this.state = 'proving';
				}

				log.write(probeLines(place, asked.probe));
				asked.onBegun(time);
			},
			onOutput(chunk) {
				log.write(words.write(chunk));
			},
			onEnded: (time, status) => {
				log.write(words.end());
				log.write(endLine({kind: 'exited', code: status}));
				asked.onEnded(time, status === 0);
				if (time === 'before' && status !== 0) {
					this.begin();
				}
			},
		};
	}
}

export const probeLines = (place: Place, text: string): string => `# ${now()} probe on ${placeName(place)}\n${redact(text)}\n`;

export const endLine = (outcome: Outcome): string => `# ${now()} ${describe(outcome)}\n`;
