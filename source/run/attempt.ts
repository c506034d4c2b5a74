import {performance} from 'node:perf_hooks';
import type {Connection, Outcome, Places} from '../connection/connection.js';
import {PersonNeededError, UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {type Place, placeName} from '../shell/place.js';
import type {RunEvent} from './events.js';
import type {AttemptLog} from './history.js';
import {redact, Redactor} from './redact.js';
import {Tail} from './tail.js';

/**
How an attempt at a step ended.
*/
export type AttemptResult =
	| {readonly kind: 'already done' | 'done' | 'cancelled'}
	| {readonly kind: 'failed'; readonly exitCode: number | null; readonly reason: string}
	| {readonly kind: 'unproven' | 'lost' | 'needs you'; readonly reason: string};

export type AttemptOptions = {
	readonly step: Step;
	readonly places: Places;
	readonly log: AttemptLog;
	readonly emit: (event: RunEvent) => void;
	readonly cancelSignal: AbortSignal | undefined;
};

// A connection that is there already, or is made as fast as this, is nothing to tell.
const unnoticedMs = 300;

const now = () => new Date().toISOString();

/**
One attempt at one step: its probe, its commands, its proof. Everything that it prints goes to the log, whole.
*/
export class Attempt {
	readonly #tail = new Tail();

	constructor(readonly options: AttemptOptions) {}

	/**
	Whether the step's probe holds, or why that can't be known.
	*/
	async probe(): Promise<'holds' | 'does not hold' | AttemptResult> {
		const {step, log} = this.options;
		log.write(`# ${now()} probe on ${placeName(step.probe.place ?? step.place)}\n${step.probe.text}\n`);
		const outcome = await this.#execute(step.probe.place ?? step.place, step.probe.text, {isExclusive: false, isShown: false});
		log.write(`# ${now()} ${describe(outcome)}\n`);
		switch (outcome.kind) {
			case 'exited': {
				return outcome.code === 0 ? 'holds' : 'does not hold';
			}

			case 'signalled': {
				return 'does not hold';
			}

			case 'cancelled': {
				return {kind: 'cancelled'};
			}

			case 'lost': {
				return {kind: 'lost', reason: outcome.reason};
			}
		}
	}

	/**
	Runs texts one after another, until one does not end with 0. Undefined when all did.
	*/
	async run(texts: ReadonlyArray<{readonly place: Place; readonly text: string}>): Promise<AttemptResult | undefined> {
		for (const [index, {place, text}] of texts.entries()) {
			const result = await this.#runOne(place, text, index, texts.length);
			if (result) {
				return result;
			}
		}

		return undefined;
	}

	async #runOne(place: Place, text: string, index: number, count: number): Promise<AttemptResult | undefined> {
		const {step: {id: step}, log, emit} = this.options;
		const started = performance.now();
		log.write(`# ${now()} command ${index + 1} of ${count} on ${placeName(place)}\n${redact(text)}\n`);
		emit({
			type: 'command.started', step, at: now(), index, place, text,
		});
		const outcome = await this.#execute(place, text, {isExclusive: true, isShown: true});
		log.write(`# ${now()} ${describe(outcome)}\n`);
		const exitCode = outcome.kind === 'exited' ? outcome.code : null;
		emit({
			type: 'command.finished', step, at: now(), index, exitCode, durationMs: Math.round(performance.now() - started),
		});
		if (outcome.kind === 'exited' && outcome.code === 0) {
			return undefined;
		}

		if (outcome.kind === 'cancelled') {
			return {kind: 'cancelled'};
		}

		if (outcome.kind === 'lost') {
			return {kind: 'lost', reason: `${outcome.reason}\nWhat was started there may still be running: the next attempt waits for it, and probes first.`};
		}

		const which = count === 1 ? 'The command' : `Command ${index + 1} of ${count}`;
		return {kind: 'failed', exitCode, reason: [`${which} on ${placeName(place)} ${describe(outcome)}.`, ...this.#tail.lines()].join('\n')};
	}

	async #connect(place: Place): Promise<Connection> {
		const {emit, places} = this.options;
		let isTold = false;
		const timer = setTimeout(() => {
			isTold = true;
			emit({type: 'place.connecting', place, at: now()});
		}, unnoticedMs);
		try {
			return await places.connect(place);
		} finally {
			clearTimeout(timer);
			if (isTold) {
				emit({type: 'place.connected', place, at: now()});
			}
		}
	}

	async #execute(place: Place, text: string, {isExclusive, isShown}: {readonly isExclusive: boolean; readonly isShown: boolean}): Promise<Outcome> {
		const {step: {id: step}, log, emit, cancelSignal} = this.options;
		const redactors = {stdout: new Redactor(), stderr: new Redactor()};
		let connection: Connection;
		try {
			connection = await this.#connect(place);
		} catch (error) {
			return unreachable(error);
		}

		const outcome = await connection.execute(text, {
			isExclusive,
			...(cancelSignal && {signal: cancelSignal}),
			onWaiting() {
				emit({
					type: 'note', step, at: now(), text: `Waiting on ${placeName(place)} for a command that an earlier run left running there`,
				});
			},
			onOutput: (stream, chunk) => {
				log.write(redactors[stream].write(chunk));
				if (!isShown) {
					return;
				}

				this.#tail.write(chunk);
				emit({
					type: 'output', step, stream, chunk,
				});
			},
		}).catch((error: unknown) => unreachable(error));
		log.write(redactors.stdout.end());
		log.write(redactors.stderr.end());
		return outcome;
	}
}

// A place that refuses us: what happened there is as unknown as after a drop. What a person has to answer goes on up, and a bug stays a bug.
function unreachable(error: unknown): Outcome {
	if (error instanceof UserError && !(error instanceof PersonNeededError)) {
		return {kind: 'lost', reason: [error.message, ...error.advice].join('\n')};
	}

	throw error;
}

function describe(outcome: Outcome): string {
	switch (outcome.kind) {
		case 'exited': {
			return `ended with exit status ${outcome.code}`;
		}

		case 'signalled': {
			return `was ended by ${outcome.signal}`;
		}

		case 'cancelled': {
			return 'was cancelled';
		}

		case 'lost': {
			return `was lost: ${outcome.reason}`;
		}
	}
}
