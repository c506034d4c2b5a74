import type {Server} from '../server.js';
import {type ChainOptions, connectChain, forward} from './chain.js';
import type {SshSettings} from './settings.js';
import {clientTransport} from './transport.js';

/**
The server over `ssh2`.
*/
export async function sshServer(hops: readonly SshSettings[], options: ChainOptions): Promise<Server> {
	const {client, close} = await connectChain(hops, options);
	return {
		transport: clientTransport(client, close),
		reach: async (host, port, hop) => forward(client, host, port, hop),
		gone: new Promise(resolve => {
			client.once('close', resolve);
		}),
		close,
	};
}
