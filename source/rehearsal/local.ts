import {Buffer} from 'node:buffer';
import type {Transport} from '../connection/channel.js';
import {loginName} from './make-world.js';
import type {Rehearsal} from './rehearsal.js';
import {supervise} from './supervisor.js';

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
