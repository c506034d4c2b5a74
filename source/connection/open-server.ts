import type {Ask} from './connection.js';
import type {Server} from './server.js';
import {parseAddress} from './ssh/address.js';
import {resolveHops} from './ssh/chain.js';
import type {KeyFile} from './ssh/private-key.js';
import {sshServer} from './ssh/server.js';
import type {SshClient} from './ssh/settings.js';
import {reasonForSystemSsh} from './system/needed.js';
import {systemServer} from './system/server.js';

export type OpenServerOptions = {
	readonly ask: Ask;
	readonly ssh: SshClient;
	/**
	Keys that were unlocked before: kept when the connection is not.
	*/
	readonly keyFiles: Map<string, KeyFile>;
};

/**
Reaches the server the way the user's ssh configuration says: over `ssh2`, and over the system's ssh where that can't.
*/
export async function openServer(server: string, {ask, ssh, keyFiles}: OpenServerOptions): Promise<Server> {
	const address = parseAddress(server);
	const hops = await resolveHops(address, ssh);
	const reasons = await Promise.all(hops.map(async hop => reasonForSystemSsh(hop, ssh)));
	if (reasons.some(reason => reason !== undefined)) {
		return systemServer(address, {ask, ssh});
	}

	try {
		return await sshServer(hops, {ask, ssh, keyFiles});
	} catch (error) {
		// A server that takes only what is newer than `ssh2`: post-quantum key exchange, say.
		if (error instanceof Error && /no matching/iv.test(String((error.cause as Error | undefined)?.message))) {
			return systemServer(address, {ask, ssh});
		}

		throw error;
	}
}
