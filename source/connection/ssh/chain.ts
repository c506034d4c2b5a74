import type {Duplex} from 'node:stream';
import type {Client} from 'ssh2';
import {PlaceError} from '../../errors.js';
import type {Ask} from '../connection.js';
import {type Address, parseAddress} from './address.js';
import {authentication} from './authentication.js';
import {connectClient} from './client.js';
import {checkKnownHosts} from './host-key.js';
import {KeyRing} from './key-ring.js';
import {type KeyFile, readKeyFile} from './private-key.js';
import {readSettings, type SshClient, type SshSettings} from './settings.js';

/**
A connection over some hops; the last one's client.
*/
export type Chain = {
	readonly client: Client;
	readonly close: () => void;
};

export type ChainOptions = {
	readonly ask: Ask;
	readonly ssh: SshClient;
	/**
	Keys that were read before, so that a passphrase is asked for once.
	*/
	readonly keyFiles: Map<string, KeyFile>;
};

/**
The settings of every hop of the way to a host, the host last.
*/
export async function resolveHops(address: Address, ssh: SshClient, depth = 0): Promise<SshSettings[]> {
	const settings = await readSettings(address, ssh);
	if (settings.proxyJump === undefined) {
		return [settings];
	}

	if (depth === 8) {
		throw new PlaceError(`ProxyJump of ${address.host} leads in a circle`, address.host, [`Look at: ssh -G ${address.host}`]);
	}

	const [first, ...others] = settings.proxyJump.split(',').map(jump => parseAddress(jump.trim().replace(/^ssh:\/\//v, '')));
	// Only the first jump's own ProxyJump counts: the others are reached from the one before.
	return [
		...await resolveHops(first!, ssh, depth + 1),
		...await Promise.all(others.map(async jump => readSettings(jump, ssh))),
		settings,
	];
}

/**
Logs in to each hop through the one before.
*/
export async function connectChain(hops: readonly SshSettings[], {ask, ssh, keyFiles}: ChainOptions): Promise<Chain> {
	const clients: Client[] = [];
	const close = () => {
		for (const client of clients.toReversed()) {
			client.end();
		}
	};

	try {
		for (const settings of hops) {
			const before = clients.at(-1);
			const through = before && await forward(before, settings.host, settings.port, settings.alias);
			clients.push(await connectClient({
				hop: settings.alias,
				host: settings.host,
				port: settings.port,
				user: settings.user,
				through,
				timeoutMs: settings.connectTimeoutMs,
				ask,
				hostKey: async patientAsk => checkKnownHosts(settings, patientAsk, ssh.environment),
				authenticate: async (patientAsk, onTried) => authentication({
					user: settings.user,
					host: settings.host,
					keys: new KeyRing({
						agent: settings.agent, keyFiles: await readKeyFiles(settings.identityFiles, keyFiles), identitiesOnly: settings.identitiesOnly, ask: patientAsk, onTried,
					}),
					ask: patientAsk,
					onTried,
				}),
			}));
		}
	} catch (error) {
		close();
		throw error;
	}

	return {client: clients.at(-1)!, close};
}

async function readKeyFiles(paths: readonly string[], known: Map<string, KeyFile>): Promise<KeyFile[]> {
	const files = await Promise.all(paths.map(async path => known.get(path) ?? readKeyFile(path)));
	const present = files.filter(file => file !== undefined);
	for (const file of present) {
		known.set(file.path, file);
	}

	return present;
}

/**
A TCP connection from a machine that was reached to another.
*/
export async function forward(client: Client, host: string, port: number, hop: string): Promise<Duplex> {
	return new Promise((resolve, reject) => {
		client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => {
			if (error) {
				reject(new PlaceError(
					`${hop} (${host}:${port}) can't be reached from the machine before it: ${error.message.replace('(SSH) Channel open failure: ', '')}`,
					hop,
					['Is it running, and does sshd listen there?'],
					{cause: error},
				));
			} else {
				resolve(stream);
			}
		});
	});
}
