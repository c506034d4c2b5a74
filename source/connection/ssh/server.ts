import type {Transport} from '../channel.js';
import {once} from '../once.js';
import type {Server} from '../server.js';
import {
	type Chain,
	type ChainOptions,
	connectChain,
	forward,
} from './chain.js';
import type {SshSettings} from './settings.js';
import {clientTransport} from './transport.js';

/**
The server over `ssh2`.
*/
export async function sshServer(hops: readonly SshSettings[], options: ChainOptions): Promise<Server> {
	const {client, close} = await connectChain(hops, options);
	return {
		transport: roomyTransport({client, close}, async () => connectChain(hops, {...options, ask: async () => undefined})),
		reach: async (host, port, hop) => forward(client, host, port, hop),
		gone: goneOf({client, close}),
		close,
	};
}

const goneOf = async ({client}: Chain) => new Promise<void>(resolve => {
	client.once('close', resolve);
});

/**
One connection has few channels, and what waits for a node to boot keeps one for minutes: what has no room there goes over a second connection. It is made when it is needed, and nobody is
asked anything for it; where the login wants an answer, there is none, and what has no room waits.
*/
function roomyTransport(first: Chain, connectAgain: () => Promise<Chain>): Transport {
	const firstTransport = clientTransport(first.client, first.close);
	let isRefused = false;
	let isClosed = false;
	const second = once(async () => {
		const chain = await connectAgain();
		if (isClosed) {
			chain.close();
		}

		first.client.once('close', () => {
			chain.close();
		});
		return {transport: clientTransport(chain.client, chain.close), gone: goneOf(chain)};
	}, async ({gone}) => gone);

	return {
		async open(request) {
			// Nothing may come between a look for room and what takes it.
			if (isRefused || firstTransport.hasRoom() || request.isUrgent === true) {
				return firstTransport.open(request);
			}

			const other = await second().catch(() => undefined);
			isRefused = other === undefined;
			return (other?.transport.hasRoom() ? other.transport : firstTransport).open(request);
		},
		close() {
			isClosed = true;
			first.close();
		},
	};
}
