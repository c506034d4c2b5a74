import type {Buffer} from 'node:buffer';
import {connect, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import ssh2, {type AuthHandlerMiddleware, type Client, type ServerHostKeyAlgorithm} from 'ssh2';
import {PersonNeededError, PlaceError, UserError} from '../../errors.js';
import type {Ask} from '../connection.js';
import {readSourceInTurns} from '../read-in-turns.js';
import {describeFailure} from './failure.js';
import type {HostKeyCheck} from './host-key.js';
import {patience} from './patience.js';

export type ClientOptions = {
	/**
	How a person calls this machine.
	*/
	readonly hop: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	/**
	A way through the machine before; a TCP connection is made without one.
	*/
	readonly through?: Duplex | undefined;
	readonly timeoutMs: number;
	readonly ask: Ask;
	readonly hostKey: (ask: Ask) => Promise<HostKeyCheck>;
	readonly authenticate: (ask: Ask, onTried: (what: string) => void) => Promise<AuthHandlerMiddleware>;
};

const hostKeyTypes: readonly ServerHostKeyAlgorithm[] = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'rsa-sha2-512', 'rsa-sha2-256'];

/**
Logs in to one machine. Rejects with a `PlaceError`, or with a `PersonNeededError` when it failed for want of an answer.
*/
export async function connectClient(options: ClientOptions): Promise<Client> {
	const {hop, host, port, user} = options;
	const tried: string[] = [];
	const client = new ssh2.Client();
	let verdict: Error | undefined;
	let isUnanswered = false;
	let isHostKnown = false;
	let socket: Socket | undefined;

	// Patience may end before anybody listens: while the host key is looked up.
	client.on('error', () => undefined);

	const limit = patience(options.timeoutMs, () => {
		verdict ??= new PlaceError(
			`${hop} (${host}:${port}) did not answer within ${Math.round(options.timeoutMs / 1000)} s`,
			hop,
			['Is it running, and is the network between here and there up?'],
		);
		client.destroy();
		socket?.destroy();
		client.emit('error', verdict);
	});

	const ask: Ask = async question => {
		const answer = await limit.during(options.ask(question));
		isUnanswered ||= answer === undefined;
		return answer;
	};

	const explain = (error: Error): Error => {
		if (verdict) {
			return verdict;
		}

		if (isUnanswered && isHostKnown) {
			return new PersonNeededError(`${user}@${host} wants something that only a person can type, and nobody is there`, ['Put the key into an ssh agent: ssh-add', 'Or run it in a terminal'], {cause: error});
		}

		return describeFailure(error, {
			hop, host, port, user, tried,
		});
	};

	try {
		const [hostKey, authHandler] = await Promise.all([options.hostKey(ask), options.authenticate(ask, what => {
			tried.push(what);
		})]);
		if (verdict) {
			throw verdict;
		}

		if (!options.through) {
			socket = connect({host, port});
		}

		await new Promise<void>((resolve, reject) => {
			client.once('ready', resolve);
			client.on('error', (error: Error & {level?: string}) => {
				// One key that can't be used is not the end of it.
				if (error.level !== 'agent') {
					reject(explain(error));
				}
			});
			client.once('close', () => {
				reject(explain(new Error('The connection was closed')));
			});
			client.connect({
				sock: options.through ?? socket!,
				username: user,
				readyTimeout: 0,
				// A way that is dead without saying so is known to be after half a minute.
				keepaliveInterval: 10_000,
				keepaliveCountMax: 3,
				algorithms: {serverHostKey: preferred(hostKey.knownTypes)},
				hostVerifier(key: Buffer, decide: (isAccepted: boolean) => void) {
					limit.renew();
					hostKey.verify(key).then(() => {
						isHostKnown = true;
						decide(true);
					}).catch((error: unknown) => {
						verdict = error instanceof UserError ? error : new PlaceError(String(error), hop);
						decide(false);
					});
				},
				authHandler(...passed) {
					limit.renew();
					authHandler(...passed);
				},
			});
		});
		client.setNoDelay(true);
		if (socket) {
			readSourceInTurns(socket);
		}

		// A socket closes when the other end has ended; a way through another machine stays half open, and nobody would be told.
		client.once('end', () => {
			options.through?.destroy();
		});
		return client;
	} catch (error) {
		client.destroy();
		socket?.destroy();
		throw error;
	} finally {
		limit.end();
	}
}

// As OpenSSH does: a host of which one key is known is asked for that one.
function preferred(knownTypes: readonly string[]): ServerHostKeyAlgorithm[] {
	const isKnown = (type: string) => knownTypes.includes(type.startsWith('rsa-sha2-') ? 'ssh-rsa' : type);
	return [...hostKeyTypes.filter(type => isKnown(type)), ...hostKeyTypes.filter(type => !isKnown(type))];
}
