import {PlaceError} from '../errors.js';
import {type Place, placeName} from '../shell/place.js';
import type {SudoMode} from './bootstrap.js';
import type {Transport} from './channel.js';
import type {Ask, Connection} from './connection.js';
import {once} from './once.js';
import {NoBashError, runScript} from './script-run.js';
import {findSudoMode, lookForSudo, needsSudo} from './sudo.js';

export type PlaceConnectionOptions = {
	readonly place: Place;
	readonly transport: Transport;
	readonly lockDirectory: string;
	readonly ask: Ask;
	readonly onNote: (text: string) => void;
	/**
	What was found out about sudo at this place: kept when the connection is not, so that nobody is asked twice.
	*/
	readonly remembered: {sudo?: SudoMode};
};

const plain: SudoMode = {kind: 'plain'};

/**
A place that was reached over some transport.
*/
export function placeConnection({place, transport, lockDirectory, ask, onNote, remembered}: PlaceConnectionOptions): Connection {
	const look = once(async () => lookForSudo(transport, place));
	const sudoMode = once(async () => {
		remembered.sudo ??= await findSudoMode(await look(), {transport, place, ask});
		return remembered.sudo;
	});

	return {
		place,
		async execute(script, options = {}) {
			try {
				const sudo = needsSudo(script) ? await sudoMode() : plain;
				return await runScript(transport, script, {
					...options,
					sudo,
					lockDirectory: options.isExclusive ? lockDirectory : undefined,
					onUnlocked() {
						onNote(`${lockDirectory} at ${placeName(place)} can't be written: nothing keeps two wizards apart there`);
					},
				});
			} catch (error) {
				throw error instanceof NoBashError ? noBash(error, place) : error;
			}
		},
		async prepare() {
			if (!remembered.sudo) {
				await look().catch(() => undefined);
			}
		},
		close() {
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
