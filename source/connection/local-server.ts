import {connect} from 'node:net';
import {describeFailure} from './ssh/failure.js';
import {localTransport} from './local.js';
import {never} from './never.js';
import type {Server} from './server.js';

/**
`this-host`: the machine on which the wizard runs is the server.
*/
export function localServer(environment: NodeJS.ProcessEnv): Server {
	const transport = localTransport(environment);
	return {
		transport,
		async reach(host, port, hop) {
			return new Promise((resolve, reject) => {
				const socket = connect({host, port, timeout: 15_000});
				const fail = (error: Error & {code?: string}) => {
					socket.destroy();
					reject(describeFailure(error, {
						hop, host, port, user: '', tried: [],
					}));
				};

				socket.once('error', fail);
				socket.once('timeout', () => {
					fail(Object.assign(new Error('Timed out'), {code: 'ETIMEDOUT'}));
				});
				socket.once('connect', () => {
					socket.off('error', fail);
					socket.setTimeout(0);
					resolve(socket);
				});
			});
		},
		gone: never,
		close: () => undefined,
	};
}
