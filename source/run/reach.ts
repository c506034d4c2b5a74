import {performance} from 'node:perf_hooks';
import {setTimeout} from 'node:timers/promises';
import type {Connection, Outcome, Places} from '../connection/connection.js';
import {PersonNeededError, PlaceError, UserError} from '../errors.js';
import {type Place, placeName, remoteServer} from '../shell/place.js';
import type {RunEvent} from './events.js';

export type ReachOptions = {
	readonly places: Places;
	readonly step: string;
	readonly emit: (event: RunEvent) => void;
	/**
	Any of them ends the wait.
	*/
	readonly signals: readonly AbortSignal[];
	/**
	How long a place that was there may be away.
	*/
	readonly patienceMs: number;
};

/**
The connection, or why there is none.
*/
export type Reach = Extract<Outcome, {readonly kind: 'lost'}> | {readonly kind: 'reached'; readonly connection: Connection};

// A connection that is there already, or is made as fast as this, is nothing to tell.
const unnoticedMs = 300;

const pausesMs = [50, 200, 500, 1000, 2000, 4000, 8000];

const now = () => new Date().toISOString();

/**
Reaches a place. One that was there before is tried again and again, with longer and longer pauses, and who is missing since when is told.
*/
export async function reach(place: Place, options: ReachOptions): Promise<Reach> {
	try {
		return {kind: 'reached', connection: await connect(place, options)};
	} catch (error) {
		return isExpectedBack(error, place, options.places) ? reachAgain(place, explain(error), options) : lostBy(error);
	}
}

/**
Reaches a place whose connection has just broken. `before`: how many times it broke in a row without anything having been heard; each makes the first pause longer.
*/
export async function reachAgain(place: Place, {before = 0, ...broken}: {readonly reason: string; readonly hop?: string; readonly before?: number}, {places, step, emit, signals, patienceMs}: ReachOptions): Promise<Reach> {
	const since = now();
	const started = performance.now();
	const signal = AbortSignal.any([...signals]);
	let last = {hop: placeName(place), ...broken};
	const tell = () => {
		emit({
			type: 'place.lost', step, place, at: now(), since, ...last,
		});
	};

	tell();
	for (let attempt = before; ; attempt++) {
		// Never at once: whoever keeps the connections has to hear first that this one is gone.
		const leftMs = patienceMs - (performance.now() - started);
		await setTimeout(Math.min(Math.max(1, leftMs), pausesMs[Math.min(attempt, pausesMs.length - 1)]!), undefined, {signal}).catch(() => undefined);
		try {
			const connection = await places.connect(place);
			emit({
				type: 'note', step, at: now(), text: `${placeName(place)} is there again after ${Math.round((performance.now() - started) / 1000)} s`,
			});
			emit({type: 'place.connected', place, at: now()});
			return {kind: 'reached', connection};
		} catch (error) {
			const told = explain(error);
			if (told.reason !== last.reason || told.hop !== last.hop) {
				last = {hop: placeName(place), ...told};
				tell();
			}
		}

		if (signal.aborted || performance.now() - started >= patienceMs) {
			return {kind: 'lost', reason: `${last.hop} can't be reached since ${since}: ${last.reason}`};
		}
	}
}

async function connect(place: Place, {places, emit}: ReachOptions): Promise<Connection> {
	let isTold = false;
	const timer = globalThis.setTimeout(() => {
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

// A node that never answered is not waited for; one whose way leads over a server that was there is.
function isExpectedBack(error: unknown, place: Place, places: Places): boolean {
	return error instanceof PlaceError && (places.wasReached(place) || (place.kind === 'node' && error.hop !== place.name && places.wasReached(remoteServer)));
}

export const firstLine = (text: string): string => text.split('\n', 1)[0]!;

function explain(error: unknown): {readonly reason: string; readonly hop?: string} {
	const {reason} = lostBy(error);
	return {reason: firstLine(reason), ...(error instanceof PlaceError && {hop: error.hop})};
}

/**
A place that refuses us: what happened there is as unknown as after a drop. What a person has to answer goes on up, and a bug stays a bug.
*/
export function lostBy(error: unknown): Extract<Outcome, {readonly kind: 'lost'}> {
	if (error instanceof UserError && !(error instanceof PersonNeededError)) {
		return {kind: 'lost', reason: [error.message, ...error.advice].join('\n')};
	}

	throw error;
}
