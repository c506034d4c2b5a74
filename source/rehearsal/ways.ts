import {Buffer} from 'node:buffer';
import {type Duplex, duplexPair} from 'node:stream';
import ssh2 from 'ssh2';
import {PlaceError} from '../errors.js';
import type {Transport} from '../connection/channel.js';
import type {Server} from '../connection/server.js';
import {authentication} from '../connection/ssh/authentication.js';
import {forward} from '../connection/ssh/chain.js';
import {connectClient} from '../connection/ssh/client.js';
import {KeyRing} from '../connection/ssh/key-ring.js';
import {parse} from '../connection/ssh/private-key.js';
import {clientTransport} from '../connection/ssh/transport.js';
import {loginName} from './make-world.js';
import type {Rehearsal} from './rehearsal.js';
import {serveSsh} from './sshd.js';
import {supervise} from './supervisor.js';
import {rootFiles} from './systemd/units.js';

/**
Logs in to the rehearsal's server as the wizard does to a real one: by ssh, over a stream of this process in the place of a socket.
*/
export async function connectServer(rehearsal: Rehearsal, privateKey: string): Promise<Server> {
	const [ours, theirs] = duplexPair();
	const {server} = rehearsal.world;
	serveSsh(server, theirs, rehearsal);
	const key = parse(privateKey)!;
	const pinned = ssh2.utils.parseKey(rootFiles(server).text('/etc/ssh/ssh_host_ed25519_key'));
	if (pinned instanceof Error) {
		throw pinned;
	}

	const user = loginName;
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
	theirs.once('close', () => ours.destroy());
	ours.once('close', () => theirs.destroy());
	theirs.on('error', () => undefined);
	return ours;
}

/**
The person's own machine in the rehearsal: nothing is done on the real one.
*/
export const localTransport = (rehearsal: Rehearsal): Transport => ({
	async open({commandLine, input, onOutput, onClosed}) {
		const gone = new AbortController();
		const {local} = rehearsal.world;
		const user = local.users.get(loginName)!;
		const running = supervise(commandLine, input, {
			rehearsal,
			machine: local,
			user,
			channel: {
				gone: gone.signal,
				cut() {
					gone.abort();
					onClosed({kind: 'broken', reason: 'The connection was cut, as you wanted'});
				},
				write(stream, bytes) {
					if (!gone.signal.aborted) {
						onOutput(stream, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
					}
				},
			},
		});
		void running.then(code => {
			if (!gone.signal.aborted) {
				onClosed({kind: 'ended', code, signal: undefined});
			}
		});
		return {
			discard() {
				gone.abort();
			},
		};
	},
	close: () => undefined,
});
