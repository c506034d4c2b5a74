import {PlaceError} from '../../errors.js';

export type Attempt = {
	readonly hop: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	/**
	Methods and keys that were offered.
	*/
	readonly tried: readonly string[];
};

/**
The sentence for a login that failed on the way.
*/
export function describeFailure(error: Error & {code?: unknown; level?: string}, {hop, host, port, user, tried}: Attempt): PlaceError {
	const fail = (message: string, ...advice: readonly string[]) => new PlaceError(message, hop, advice, {cause: error});
	const where = `${hop} (${host}:${port})`;
	switch (error.code) {
		case 'ENOTFOUND':
		case 'EAI_AGAIN': {
			return fail(`The name ${host} can't be resolved`, `Is it spelled right? Try: ssh ${hop}`);
		}

		case 'ECONNREFUSED': {
			return fail(`${where} refused the connection: nothing listens there`, 'Does sshd run there, and is the port right?');
		}

		case 'ETIMEDOUT':
		case 'EHOSTUNREACH':
		case 'ENETUNREACH': {
			return fail(`${where} can't be reached (${error.code})`, 'Is it running, and is the network between here and there up?');
		}

		default:
	}

	if (error.level === 'client-authentication') {
		return fail(
			`${hop} refused ${user}; tried: ${tried.length === 0 ? 'nothing, there is no key and no agent' : tried.join(', ')}`,
			`Does it work in a terminal? Try: ssh ${user}@${host}${port === 22 ? '' : ` -p ${port}`}`,
			'Is the public key in ~/.ssh/authorized_keys there?',
		);
	}

	return fail(`The connection to ${where} failed: ${error.message}`, `Does it work in a terminal? Try: ssh ${hop}`);
}
