import type {Duplex} from 'node:stream';
import {PlaceError} from '../errors.js';
import {placePath} from './bootstrap.js';
import {capture} from './capture.js';
import type {Transport} from './channel.js';

/**
The server as it was reached: a way to run programs there, and ways on to what it can reach.
*/
export type Server = {
	readonly transport: Transport;
	/**
	A TCP connection from the server to an address. Rejects with a `PlaceError`.
	*/
	readonly reach: (host: string, port: number, hop: string) => Promise<Duplex>;
	/**
	Resolves when the connection is gone.
	*/
	readonly gone: Promise<void>;
	readonly close: () => void;
};

/**
Reads a small file of the server, or undefined where it isn't or may not be read.
*/
export async function readServerFile(server: Server, path: string): Promise<string | undefined> {
	const {outcome, text} = await capture(server.transport, `cat -- ${placePath(path)}`);
	if (outcome.kind === 'lost') {
		throw new PlaceError(`The connection to the server broke: ${outcome.reason}`, 'remote server');
	}

	return outcome.kind === 'exited' && outcome.code === 0 ? text : undefined;
}
