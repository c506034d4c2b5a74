import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {onTestFinished} from 'vitest';
import type {
	Connection,
	ExecuteOptions,
	Outcome,
	Places,
	Question,
} from '../../../source/connection/connection.js';
import type {PlaceError} from '../../../source/errors.js';
import {openPlaces, type PlacesOptions} from '../../../source/connection/places.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';

export type Ran = {readonly outcome: Outcome; readonly stdout: string; readonly stderr: string};

/**
Runs a script and gathers its output as text.
*/
export async function run(connection: Connection, script: string, options: ExecuteOptions = {}): Promise<Ran> {
	const chunks = {stdout: [] as Uint8Array[], stderr: [] as Uint8Array[]};
	const outcome = await connection.execute(script, {
		...options,
		onOutput(stream, chunk) {
			chunks[stream].push(Uint8Array.from(chunk));
			options.onOutput?.(stream, chunk);
		},
	});
	return {outcome, stdout: Buffer.concat(chunks.stdout).toString(), stderr: Buffer.concat(chunks.stderr).toString()};
}

export const exited = (code: number): Outcome => ({kind: 'exited', code});

/**
What a promise rejects with.
*/
export async function failure(promise: Promise<unknown>): Promise<PlaceError> {
	try {
		await promise;
	} catch (error) {
		return error as PlaceError;
	}

	throw new Error('It did not fail');
}

export type PlacesForTest = {
	readonly places: Places;
	readonly questions: Question[];
	readonly notes: string[];
	readonly directory: string;
	readonly userKnownHosts: string;
};

export type PlacesForTestOptions = Partial<Omit<PlacesOptions, 'ask'>> & {
	/**
	Lines of the ssh configuration.
	*/
	readonly config?: readonly string[];
	readonly answer?: (question: Question) => string | undefined;
};

/**
Places with an ssh configuration, known hosts and a lock of the test's own, closed at its end. Says yes to new host keys and nothing else.
*/
export function placesForTest({config = [], answer = question => question.kind === 'host-key' ? 'yes' : undefined, ...options}: PlacesForTestOptions): PlacesForTest {
	const directory = temporaryDirectory();
	const userKnownHosts = path.join(directory, 'user', 'known_hosts');
	const sshConfigFile = path.join(directory, 'config');
	fs.writeFileSync(sshConfigFile, [...config, 'Host *', `UserKnownHostsFile ${userKnownHosts}`, 'GlobalKnownHostsFile /dev/null', ''].join('\n'), {mode: 0o600});
	const questions: Question[] = [];
	const notes: string[] = [];
	const places = openPlaces({
		server: undefined,
		nodes: () => undefined,
		nodeKeyPath: path.join(directory, 'no-key'),
		hostKeyDirectory: path.join(directory, 'host-keys'),
		knownHostsFile: path.join(directory, 'lab', 'known_hosts'),
		lockDirectory: path.join(directory, 'lock'),
		sshConfigFile,
		environment: {...process.env, SSH_AUTH_SOCK: ''},
		onNote(text) {
			notes.push(text);
		},
		async ask(question) {
			questions.push(question);
			return answer(question);
		},
		...options,
	});
	onTestFinished(async () => places.close());
	return {
		places, questions, notes, directory, userKnownHosts,
	};
}
