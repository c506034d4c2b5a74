import {
	mkdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import v8 from 'node:v8';
import type {Faults} from './faults.js';
import {type OpenRehearsal, openRehearsal} from './open.js';
import type {Speed} from './clock.js';
import type {World} from './world.js';

export type RehearsedHome = Pick<OpenRehearsal, 'server' | 'local'> & {
	/**
	Keeps the world for the next command, and ends what goes on in it.
	*/
	readonly close: () => Promise<void>;
};

export type HomeOptions = {
	/**
	Where the world is kept: a directory of the rehearsal's own.
	*/
	readonly directory: string;
	readonly speed: Speed;
	readonly faults: Faults;
};

// Of another make than this one, it would be misread.
const format = 2;

/**
Opens the rehearsal that was left in a directory, or begins one there.
*/
export async function openHome({directory, speed, faults}: HomeOptions): Promise<RehearsedHome> {
	const file = path.join(directory, 'world');
	const {rehearsal, server, local, settled} = openRehearsal({speed, faults, world: read(file)});
	// Without waiting, because a process that ends waits for nothing.
	const save = () => {
		rehearsal.world.time = rehearsal.clock.now();
		mkdirSync(directory, {recursive: true, mode: 0o700});
		writeFileSync(`${file}.new`, v8.serialize({format, world: rehearsal.world}), {mode: 0o600});
		renameSync(`${file}.new`, file);
	};

	process.once('exit', save);
	return {
		server,
		local,
		async close() {
			process.off('exit', save);
			// What boots has booted in a moment; at its usual pace it boots again next time.
			if (speed > 1) {
				await settled();
			}

			save();
			for (const off of rehearsal.running.values()) {
				off.abort();
			}
		},
	};
}

/**
Forgets a rehearsal with all that belongs to it.
*/
export async function forget(directory: string): Promise<void> {
	await rm(directory, {recursive: true, force: true});
}

function read(file: string): World | undefined {
	try {
		const saved = v8.deserialize(readFileSync(file)) as {readonly format: number; readonly world: World};
		return saved.format === format ? saved.world : undefined;
	} catch {
		return undefined;
	}
}
