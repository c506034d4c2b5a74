import {createHash} from 'node:crypto';
import {type Program, Refusal} from '../program.js';
import {claimedDigest} from '../internet/claims.js';
import {readOptions} from '../usage.js';

const digest = (bytes: Uint8Array) => {
	const own = createHash('sha256').update(bytes).digest('hex');
	return claimedDigest(own) ?? own;
};

export const sha256sum: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-c', '--check'], '--status', ['-q', '--quiet'], '--strict'],
		unknown: word => new Refusal(`sha256sum: unrecognized option '${word}'`),
		isBundled: true,
	});
	const bytesOf = (word: string) => word === '-' ? new TextEncoder().encode(io.stdin) : io.files.bytes(io.path(word));
	const words = given.words.length === 0 ? ['-'] : given.words;
	if (!given.has('--check')) {
		for (const word of words) {
			io.say(`${digest(bytesOf(word))}  ${word}`);
		}

		return 0;
	}

	let isRight = true;
	const lines = words.flatMap(word => new TextDecoder().decode(bytesOf(word)).split('\n')).filter(each => each !== '');
	for (const line of lines) {
		const found = /^(?<sum>[\da-f]{64}) [ *](?<path>.+)$/v.exec(line)?.groups;
		if (!found) {
			throw new Refusal('sha256sum: no properly formatted checksum lines found');
		}

		const isSame = io.files.exists(io.path(found.path!)) && digest(io.files.bytes(io.path(found.path!))) === found.sum;
		isRight &&= isSame;
		if (!given.has('--status') && !(isSame && given.has('--quiet'))) {
			io.say(`${found.path!}: ${isSame ? 'OK' : 'FAILED'}`);
		}
	}

	return isRight ? 0 : 1;
};
