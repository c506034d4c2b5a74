import type {Outcome, Places} from '../connection/connection.js';
import type {Step} from '../plan/step.js';
import {type Place, placeKey} from '../shell/place.js';
import {
	CommandRun,
	leftUnprobed,
	type Ran,
	type Text,
} from './command-run.js';
import type {RunEvent} from './events.js';
import type {AttemptLog} from './history.js';
import {describe} from './outcome-text.js';
import type {AskedAlong} from './telling.js';

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
	/**
	Aborted: what runs goes on there, and is listened to no more.
	*/
	readonly detachSignal?: AbortSignal | undefined;
	/**
	How long a place that was there may be away before the step is given up as lost.
	*/
	readonly patienceMs?: number | undefined;
	/**
	Gives the step's places to others while a command runs that others may run beside, and has them back before it goes on.
	*/
	readonly holdPlaces?: (isHeld: boolean) => Promise<void>;
};

export type RunTexts = {
	/**
	Which of them is the first to run.
	*/
	readonly from?: number;
	/**
	Asks the probe first, together with the first command, and runs nothing where it holds. Told when it does not.
	*/
	readonly onNotDone?: (() => void) | undefined;
	/**
	The proof is asked together with the last command. Told when it is.
	*/
	readonly onProving?: () => void;
};

const triesAfterRestarts = 3;

/**
One attempt at one step: its probe, its commands, its proof. Everything that it prints goes to the log, whole. A connection that breaks is made again, and the
attempt goes on where it was.
*/
export class Attempt {
	readonly commands: CommandRun;
	#proof: boolean | undefined;

	constructor(readonly options: AttemptOptions) {
		this.commands = new CommandRun(options);
	}

	/**
	Whether the step's probe holds, or why that can't be known.
	*/
	async probe(state: 'probing' | 'proving' = 'probing'): Promise<'holds' | 'does not hold' | AttemptResult> {
		const {step} = this.options;
		return this.#standing(await this.commands.probe(this.#probePlace, step.probe.text, {state, ...(step.provesReach && {patienceMs: 0})}));
	}

	/**
	The proof was asked together with the last command.
	*/
	get isProved(): boolean {
		return this.#proof !== undefined;
	}

	/**
	The same after the commands; not asked again where it was asked together with the last of them.
	*/
	async prove(): Promise<'holds' | 'does not hold' | AttemptResult> {
		const proof = this.#proof;
		this.#proof = undefined;
		return proof === undefined ? this.probe('proving') : (proof ? 'holds' : 'does not hold');
	}

	/**
	Whether the probe can be asked over the channel of a command: at the same place, and of a job, which alone outlives that channel.
	*/
	isAskedAlong({place, changesNothing = false, isBeside = false}: Text): boolean {
		const {manual, provesReach = false} = this.options.step;
		return manual === undefined && !provesReach && !changesNothing && !isBeside && placeKey(place) === placeKey(this.#probePlace);
	}

	/**
	Runs texts one after another, until one does not end with 0. Undefined when all did, or when one is gone (its machine was restarted, say) or had to wait, and
	the probe holds nevertheless.
	*/
	async run(texts: readonly Text[], {from = 0, ...asked}: RunTexts = {}): Promise<AttemptResult | undefined> {
		this.#proof = undefined;
		let restarts = 0;
		let {onNotDone} = asked;
		for (let first = from; ; first = 0) {
			const ran = await this.#runAll(texts, first, {...asked, onNotDone});
			if (ran.kind !== 'gone') {
				return ran.kind === 'result' ? ran.result : undefined;
			}

			if (ran.outcome.reason === 'unneeded') {
				return {kind: 'already done'};
			}

			restarts += ran.outcome.reason === 'waited' ? 0 : 1;
			if (restarts === triesAfterRestarts) {
				return {kind: 'failed', exitCode: null, reason: `It ${describe(ran.outcome)}, ${restarts} times.`};
			}

			this.commands.note(`It ${describe(ran.outcome)}: probing, and running again what is not done`);
			const probed = await this.probe();
			onNotDone = undefined;
			if (probed === 'holds') {
				return undefined;
			}

			if (probed !== 'does not hold') {
				return probed;
			}
		}
	}

	async #runAll(texts: readonly Text[], from: number, asked: Omit<RunTexts, 'from'>): Promise<Ran> {
		for (const [index, text] of texts.entries()) {
			if (index < from) {
				continue;
			}

			const position = {index, count: texts.length};
			const ran = await this.commands.run({
				...position,
				place: text.place,
				text: text.text,
				job: this.commands.jobFor(text, position),
				isBeside: text.isBeside ?? false,
				asked: this.isAskedAlong(text) ? this.#askedAlong({isFirst: index === from, isLast: index === texts.length - 1}, asked) : undefined,
			});
			if (ran.kind !== 'ended well') {
				return ran;
			}
		}

		return {kind: 'ended well'};
	}

	#askedAlong({isFirst, isLast}: {readonly isFirst: boolean; readonly isLast: boolean}, {onNotDone, onProving}: Omit<RunTexts, 'from'>): AskedAlong | undefined {
		const times = [...(isFirst && onNotDone ? ['before' as const] : []), ...(isLast && onProving ? ['after' as const] : [])];
		return times.length === 0
			? undefined
			: {
				probe: this.options.step.probe.text,
				times,
				onBegun(time) {
					if (time === 'after') {
						onProving?.();
					}
				},
				onEnded: (time, holds) => {
					if (time === 'after') {
						this.#proof = holds;
					} else if (!holds) {
						onNotDone?.();
					}
				},
			};
	}

	get #probePlace(): Place {
		const {step} = this.options;
		return step.probe.place ?? step.place;
	}

	#standing(outcome: Outcome): 'holds' | 'does not hold' | AttemptResult {
		switch (outcome.kind) {
			case 'exited': {
				return outcome.code === 0 ? 'holds' : 'does not hold';
			}

			case 'gone':
			case 'signalled': {
				return 'does not hold';
			}

			case 'cancelled': {
				return {kind: 'cancelled'};
			}

			case 'detached': {
				return {kind: 'lost', reason: leftUnprobed};
			}

			case 'lost': {
				return this.options.step.provesReach ? 'does not hold' : {kind: 'lost', reason: outcome.reason};
			}
		}
	}
}
