import {hostname, userInfo} from 'node:os';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import type {Connection, Outcome} from '../connection/connection.js';
import {PlaceError, type UserError} from '../errors.js';
import {sh} from '../shell/command.js';
import {makeDirectory} from '../shell/directory.js';
import {homePath} from '../shell/home.js';

export type LabLock = {
	/**
	Settles when the lock is held no longer, whether it was released or its connection ended.
	*/
	readonly ended: Promise<Outcome>;
	readonly release: () => Promise<void>;
};

/**
The server refuses us: somebody else's run has the lab.
*/
export class LabLockedError extends PlaceError {
	override name = 'LabLockedError';
}

const heldBySomeoneElse = 75;

// The holder's process notices within two seconds that its wizard is gone; whoever still holds the lock after so many seconds is alive.
const secondsUntilTheDeadAreGone = 6;

// The holder is a process on the server that ends with the connection: a lock cannot outlive the wizard that took it.
const lockScript = (directory: string, holder: string) => sh`
	umask 077
	${makeDirectory(homePath(directory))}
	cd ${homePath(directory)} || exit 1
	if command -v flock >/dev/null; then
	  exec 8>>lab.lock
	  flock -w ${secondsUntilTheDeadAreGone} 8 || { cat lab.holder 2>/dev/null; exit ${heldBySomeoneElse}; }
	fi
	printf '%s\n' ${holder} > lab.holder
	echo locked
	exec sleep 2147483647
`;

/**
Locks a lab on its server for the length of a run. Rejects with a `LabLockedError` that names the holder when somebody else holds it, and with a `PlaceError` when
the server can't be asked.
*/
export async function lockLab(connection: Connection, directory: string, labName: string): Promise<LabLock> {
	const release = new AbortController();
	const holder = `${userInfo().username} at ${hostname()} (process ${process.pid}), since ${new Date().toISOString()}`;
	let words = '';
	return new Promise((resolve, reject) => {
		const ended = connection.execute(lockScript(directory, holder).text, {
			isTied: true,
			signal: release.signal,
			onOutput(stream, chunk) {
				words += new TextDecoder().decode(chunk);
				if (stream === 'stdout' && words.startsWith('locked')) {
					resolve({
						ended,
						async release() {
							release.abort();
							await ended;
						},
					});
				}
			},
		});
		// Too late to be heard where the lock was taken.
		ended.then(outcome => {
			reject(outcome.kind === 'exited' && outcome.code === heldBySomeoneElse ? taken(labName, words.trim()) : notLocked(labName, outcome, words.trim()));
		}).catch(reject);
	});
}

/**
Who holds the lab's lock, since when; undefined when nobody does. Read-only.
*/
export async function lockHolder(connection: Connection, directory: string): Promise<string | undefined> {
	let words = '';
	await connection.execute(sh`
		cd ${homePath(directory)} 2>/dev/null && [ -e lab.lock ] && command -v flock >/dev/null || exit 0
		flock -n -s lab.lock true || cat lab.holder
	`.text, {
		onOutput(stream, chunk) {
			words += stream === 'stdout' ? new TextDecoder().decode(chunk) : '';
		},
	});
	return words.trim() === '' ? undefined : words.trim();
}

export type HoldOptions = {
	readonly connect: () => Promise<Connection>;
	readonly directory: string;
	readonly labName: string;
	/**
	The connection was lost, and when it was there again somebody else had the lock.
	*/
	readonly onTaken: (error: UserError) => void;
};

/**
Locks a lab and takes the lock again whenever the connection comes back, until it is released. Rejects as `lockLab` does.
*/
export async function holdLab({connect, directory, labName, onTaken}: HoldOptions): Promise<() => Promise<void>> {
	let lock = await lockLab(await connect(), directory, labName);
	const released = new AbortController();
	// Undefined when the lock was released, or is somebody else's by now.
	const lockAgain = async (): Promise<LabLock | undefined> => {
		while (!released.signal.aborted) {
			try {
				return await lockLab(await connect(), directory, labName);
			} catch (error) {
				if (error instanceof LabLockedError || !(error instanceof PlaceError)) {
					onTaken(error as UserError);
					return undefined;
				}

				await setTimeout(secondsBetweenTries * 1000, undefined, {signal: released.signal}).catch(() => undefined);
			}
		}

		return undefined;
	};

	const keep = async () => {
		for (let held: LabLock | undefined = lock; held; held = await lockAgain()) {
			lock = held;
			// The run may have ended while the lock was taken again: then nobody else would let go of it.
			await (released.signal.aborted ? held.release() : held.ended);
		}
	};

	const kept = keep();
	return async () => {
		released.abort();
		await lock.release();
		await kept;
	};
}

const secondsBetweenTries = 3;

const taken = (labName: string, holder: string) => new LabLockedError(`Somebody else is at work on the lab ${labName}: ${holder === '' ? 'nobody knows who' : holder}.`, 'remote server', [
	'Only one run at a time may change a lab. Wait for it to end, or ask its holder.',
	'`dpu-wizard attach` shows what runs there; `dpu-wizard status` may be used too: both change nothing.',
]);

const notLocked = (labName: string, outcome: Outcome, words: string) => new PlaceError(
	`The lab ${labName} could not be locked on the server${words === '' ? '' : `: ${words}`}${outcome.kind === 'lost' ? ` (${outcome.reason})` : ''}`,
	'remote server',
	['May the login write to its own home directory there?'],
);
