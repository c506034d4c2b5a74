import {Buffer} from 'node:buffer';
import {type Duplex, duplexPair} from 'node:stream';
import {PlaceError} from '../errors.js';
import type {Server} from '../connection/server.js';
import {authentication} from '../connection/ssh/authentication.js';
import {forward} from '../connection/ssh/chain.js';
import {connectClient} from '../connection/ssh/client.js';
import {KeyRing} from '../connection/ssh/key-ring.js';
import {parse} from '../connection/ssh/private-key.js';
import {clientTransport} from '../connection/ssh/transport.js';
import type {PlayedServer} from '../rehearsal/open.js';

/**
Logs in to the rehearsal's server as the wizard does to a real one: by ssh, over a stream of this process in the place of a socket.
*/
export async function connectPlayedServer({serve, privateKey, hostKey, user}: PlayedServer): Promise<Server> {
	const [ours, theirs] = duplexPair();
	serve(theirs);
	const key = parse(privateKey)!;
	const pinned = parse(hostKey)!;
	const client = await connectClient({
		hop: 'rehearsal',
		host: 'rehearsal',
		port: 22,
		user,
		through: brokenBoth(ours, theirs),
		timeoutMs: 60_000,
		ask: async () => undefined,
		hostKey: async () => ({
			knownTypes: [pinned.type],
			async verify(bytes) {
				if (!Buffer.from(bytes).equals(pinned.getPublicSSH())) {
					throw new PlaceError('The rehearsal\'s server shows another host key than its own', 'rehearsal');
				}
			},
		}),
		authenticate: async (ask, onTried) => authentication({
			user,
			host: 'rehearsal',
			keys: new KeyRing({
				agent: undefined, keyFiles: [{path: 'of the rehearsal', publicKey: key, unlock: async () => key}], identitiesOnly: true, ask, onTried,
			}),
			ask: undefined,
			onTried,
		}),
	});
	const close = () => {
		client.end();
	};

	return {
		transport: clientTransport(client, close),
		reach: async (host, port, hop) => forward(client, host, port, hop),
		gone: new Promise(resolve => {
			client.once('close', resolve);
		}),
		close,
	};
}

// A cable that is cut at one end is cut at the other.
function brokenBoth(ours: Duplex, theirs: Duplex): Duplex {
	theirs.once('close', () => {
		ours.destroy();
	});
	ours.once('close', () => {
		theirs.destroy();
	});
	theirs.on('error', () => undefined);
	return ours;
}
