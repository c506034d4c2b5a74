import {PlaceError} from '../../errors.js';
import type {Transport} from '../channel.js';
import type {Ask} from '../connection.js';
import {readServerFile, type Server} from '../server.js';
import {authentication} from '../ssh/authentication.js';
import {connectClient} from '../ssh/client.js';
import {KeyRing} from '../ssh/key-ring.js';
import {parse} from '../ssh/private-key.js';
import {clientTransport} from '../ssh/transport.js';
import {checkNodeHostKey} from './host-key.js';
import {parseHostKey, type Pins} from './pins.js';

export type NodeOptions = {
	readonly name: string;
	readonly address: string;
	readonly port?: number;
	readonly user: string;
	/**
	Text of the private key.
	*/
	readonly privateKey: string;
	readonly server: Server;
	readonly pins: Pins;
	readonly knownHostsFile: string;
	readonly hostKeyDirectory: string;
	readonly ask: Ask;
	/**
	30 seconds when left out: an emulated guest that has just booted takes its time.
	*/
	readonly timeoutMs?: number;
};

export type NodeTransport = {readonly transport: Transport; readonly gone: Promise<void>};

/**
Reaches a node through the server.
*/
export async function connectNode(options: NodeOptions): Promise<NodeTransport> {
	const {name, address, port = 22, user, server} = options;
	const key = parse(options.privateKey);
	if (!key) {
		throw new PlaceError('The lab\'s key for its nodes can\'t be read', name, ['It must be a private key without a passphrase']);
	}

	const client = await connectClient({
		hop: name,
		host: address,
		port,
		user,
		through: await server.reach(address, port, name),
		timeoutMs: options.timeoutMs ?? 30_000,
		ask: options.ask,
		hostKey: async () => checkNodeHostKey({
			node: name,
			pins: options.pins,
			knownHostsFile: options.knownHostsFile,
			async readSeedKey() {
				const text = await readServerFile(server, `${options.hostKeyDirectory}/${name}.pub`);
				return text === undefined ? undefined : parseHostKey(text);
			},
		}),
		authenticate: async (ask, onTried) => authentication({
			user,
			host: address,
			keys: new KeyRing({
				agent: undefined, keyFiles: [{path: 'of the lab', publicKey: key, unlock: async () => key}], identitiesOnly: true, ask, onTried,
			}),
			ask: undefined,
			onTried,
		}),
	});
	return {
		transport: clientTransport(client, () => {
			client.end();
		}),
		gone: new Promise(resolve => {
			client.once('close', resolve);
		}),
	};
}
