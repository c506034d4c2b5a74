import type {Ask} from './connection.js';
import type {Server} from './server.js';
import {parseAddress} from './ssh/address.js';
import {resolveHops} from './ssh/chain.js';
import {sshServer} from './ssh/server.js';
import type {SshClient} from './ssh/settings.js';

export type OpenServerOptions = {readonly ask: Ask; readonly ssh: SshClient};

/**
Reaches the server the way the user's ssh configuration says.
*/
export async function openServer(server: string, {ask, ssh}: OpenServerOptions): Promise<Server> {
	const hops = await resolveHops(parseAddress(server), ssh);
	return sshServer(hops, {ask, ssh, keyFiles: new Map()});
}
