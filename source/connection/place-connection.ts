import {PlaceError} from '../errors.js';
import {type Place, placeName} from '../shell/place.js';
import type {SudoMode} from './bootstrap.js';
import {capture} from './capture.js';
import type {Transport} from './channel.js';
import type {Ask, Connection} from './connection.js';
import {listScript, readList} from './jobs/list.js';
import {once} from './once.js';
import {NoBashError, runScript} from './script-run.js';
import {findSudoMode, lookForSudo, needsSudo} from './sudo.js';

/**
What is known of a place beyond a connection to it.
*/
export type Remembered = {
	/**
	What was found out about sudo, so that nobody is asked twice.
	*/
	sudo?: SudoMode;
	/**
	Jobs whose end was heard, and whose place has not been told so yet.
	*/
	readonly ended: Set<string>;
};

export type PlaceConnectionOptions = {
	readonly place: Place;
	readonly transport: Transport;
	readonly lockDirectory: string;
	readonly ask: Ask;
	readonly onNote: (text: string) => void;
	readonly remembered: Remembered;
};

const plain: SudoMode = {kind: 'plain'};

// What comes next mostly comes at once, and tells what was heard by the way.
const tellAfterMs = 1000;

/**
A place that was reached over some transport.
*/
export function placeConnection({place, transport, lockDirectory, ask, onNote, remembered}: PlaceConnectionOptions): Connection {
	const look = once(async () => lookForSudo(transport, place));
	const sudoMode = once(async () => {
		remembered.sudo ??= await findSudoMode(await look(), {transport, place, ask});
		return remembered.sudo;
	});

	let telling: NodeJS.Timeout | undefined;
	const told = (names: readonly string[]) => {
		for (const name of names) {
			remembered.ended.delete(name);
		}
	};

	const tellHeard = async () => {
		clearTimeout(telling);
		const seen = [...remembered.ended];
		if (seen.length === 0) {
			return;
		}

		const outcome = await runScript(transport, ':', {sudo: plain, seen, lockDirectory}).catch(() => undefined);
		told(outcome?.kind === 'exited' ? seen : []);
	};

	return {
		place,
		async execute(script, options = {}) {
			const {job, looks} = options;
			const seen = [...remembered.ended];
			clearTimeout(telling);
			try {
				// What is known of sudo also serves to make a unit for a job that needs no root itself.
				const sudo = needsSudo(script) || (looks && needsSudo(looks.probe)) ? await sudoMode() : (job ? remembered.sudo ?? plain : plain);
				const outcome = await runScript(transport, script, {
					...options,
					sudo,
					seen,
					lockDirectory,
					onUnlocked() {
						onNote(`${lockDirectory} at ${placeName(place)} can't be written: nothing keeps two wizards apart there`);
					},
					onUnkept() {
						onNote(`No files can be made in ${lockDirectory} at ${placeName(place)} (is its disk full?): a command that is cut off there can't be found again`);
					},
				});
				if (outcome.kind !== 'lost') {
					told(seen);
				}

				if (job?.isStarted && ['exited', 'gone', 'cancelled'].includes(outcome.kind)) {
					remembered.ended.add(job.name);
					telling = setTimeout(() => {
						void tellHeard();
					}, tellAfterMs).unref();
				}

				return outcome;
			} catch (error) {
				throw error instanceof NoBashError ? noBash(error, place) : error;
			}
		},
		async prepare() {
			if (!remembered.sudo) {
				await look().catch(() => undefined);
			}
		},
		async jobs() {
			const {outcome, text} = await capture(transport, listScript(lockDirectory)).catch((error: unknown) => {
				throw error instanceof NoBashError ? noBash(error, place) : error;
			});
			if (outcome.kind === 'lost') {
				throw new PlaceError(`The connection to ${placeName(place)} broke: ${outcome.reason}`, placeName(place));
			}

			return readList(text);
		},
		tellHeard,
		close() {
			clearTimeout(telling);
			transport.close();
		},
	};
}

const noBash = (error: NoBashError, place: Place) => new PlaceError(
	`bash could not be started at ${placeName(place)}${error.noise === '' ? '' : `: ${error.noise}`}`,
	placeName(place),
	['The login there must be one that may run commands, and bash must be installed'],
	{cause: error},
);
