import type {Client, ClientChannel} from 'ssh2';
import type {ChannelRequest, Transport} from '../channel.js';
import {readInTurns} from '../read-in-turns.js';
import {slots} from './slots.js';

// A stock sshd allows ten sessions (MaxSessions); the user's own and a cancellation need some too.
const maxChannels = 6;

/**
Programs over one `ssh2` connection.
*/
export type ClientTransport = Transport & {
	/**
	Whether it has a channel for one more.
	*/
	readonly hasRoom: () => boolean;
};

export function clientTransport(client: Client, close: () => void): ClientTransport {
	const turns = slots(maxChannels);
	let brokenBy = 'The connection was closed';
	client.on('error', (error: Error) => {
		brokenBy = error.message;
	});

	return {
		hasRoom: () => turns.isFree(),
		async open({commandLine, input, onOutput, onClosed, isUrgent}: ChannelRequest) {
			const release = isUrgent ? () => undefined : await turns.take();
			try {
				const stream = await exec(client, commandLine);
				let code: number | undefined;
				let signal: string | undefined;
				stream.on('exit', (exitCode: number | null, exitSignal?: string) => {
					code = exitCode ?? undefined;
					signal = exitSignal;
				});
				readInTurns(stream, chunk => {
					onOutput('stdout', chunk);
				});
				readInTurns(stream.stderr, chunk => {
					onOutput('stderr', chunk);
				});
				stream.on('error', () => undefined);
				const closed = () => {
					release();
					// An end without a status is the connection's end, whatever the event looks like.
					onClosed(code === undefined && signal === undefined ? {kind: 'broken', reason: brokenBy} : {kind: 'ended', code, signal});
				};

				stream.once('close', () => {
					// It does not wait for what is still to be read there.
					const errors = stream.stderr;
					if (errors.readableEnded || errors.destroyed) {
						closed();
					} else {
						errors.once('end', closed);
					}
				});
				stream.end(input);
				return {
					discard() {
						stream.close();
					},
				};
			} catch (error) {
				release();
				throw error;
			}
		},
		close,
	};
}

async function exec(client: Client, commandLine: string): Promise<ClientChannel> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await new Promise((resolve, reject) => {
				client.exec(commandLine, (error, stream) => {
					if (error) {
						reject(error);
					} else {
						resolve(stream);
					}
				});
			});
		} catch (error) {
			// Too many sessions for this server just now, perhaps another program's.
			if (attempt === 50 || !(error instanceof Error && error.message.includes('open failed'))) {
				throw error;
			}

			await new Promise(resolve => {
				setTimeout(resolve, 200);
			});
		}
	}
}
