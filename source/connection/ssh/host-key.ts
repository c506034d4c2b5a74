import {Buffer} from 'node:buffer';
import {PersonNeededError, PlaceError} from '../../errors.js';
import type {Ask} from '../connection.js';
import {
	appendKnownKey,
	findKnownKeys,
	fingerprint,
	keyTypeOf,
	type KnownKey,
	knownHostName,
} from './known-hosts.js';
import type {SshSettings} from './settings.js';

/**
Decides about a host's key: resolves when it is the right one, rejects with what a person should know.
*/
export type HostKeyCheck = {
	/**
	Types whose keys are known for this host; the server should be asked for one of them.
	*/
	readonly knownTypes: readonly string[];
	readonly verify: (key: Uint8Array) => Promise<void>;
};

/**
Checks against the user's known_hosts files, as OpenSSH does, and asks about a host that is in none of them. Nothing turns it off.
*/
export async function checkKnownHosts(settings: SshSettings, ask: Ask, environment: NodeJS.ProcessEnv): Promise<HostKeyCheck> {
	const name = settings.hostKeyAlias ?? knownHostName(settings.host.toLowerCase(), settings.port);
	const known = await findKnownKeys(name, [...settings.userKnownHosts, ...settings.globalKnownHosts], environment);
	const trusted = known.filter(each => each.marker === undefined);

	return {
		knownTypes: trusted.map(each => each.type),
		async verify(bytes) {
			const key = Buffer.from(bytes).toString('base64');
			const revoked = known.find(each => each.marker === 'revoked' && each.key === key);
			if (revoked) {
				throw new PlaceError(`The host key of ${name} is marked as revoked in ${revoked.file}, line ${revoked.line}`, name, ['Do not trust this host before whoever runs it has told you its new key']);
			}

			if (trusted.some(each => each.key === key)) {
				return;
			}

			if (trusted.length > 0) {
				throw changed(name, bytes, trusted);
			}

			await acceptNew(name, bytes, settings, ask);
		},
	};
}

function changed(name: string, bytes: Uint8Array, trusted: readonly KnownKey[]): PlaceError {
	const type = keyTypeOf(bytes);
	const old = trusted.find(each => each.type === type) ?? trusted[0]!;
	return new PlaceError(
		`The host key of ${name} has changed: it now shows ${fingerprint(bytes)} (${type}), but ${old.file}, line ${old.line}, holds another (${old.type})`,
		name,
		[
			'Somebody may be listening in, or the host was installed anew: ask whoever runs it',
			`If the new key is right, forget the old one: ssh-keygen -R '${name}' -f '${old.file}'`,
		],
	);
}

async function acceptNew(name: string, bytes: Uint8Array, settings: SshSettings, ask: Ask): Promise<void> {
	const type = keyTypeOf(bytes);
	const print = fingerprint(bytes);
	const answer = await ask({
		kind: 'host-key', host: name, keyType: type, fingerprint: print,
	});
	if (answer === undefined) {
		throw new PersonNeededError(`The host key of ${name} is not known yet: ${print} (${type})`, [`Log in once to accept it: ssh ${settings.alias}`]);
	}

	if (answer !== 'yes' && answer !== print) {
		throw new PlaceError(`The host key of ${name} was not accepted`, name, [
			'Compare it with what the host itself says: ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub',
		]);
	}

	const [file] = settings.userKnownHosts;
	if (file !== undefined) {
		await appendKnownKey(file, name, type, Buffer.from(bytes).toString('base64'), settings.hashesKnownHosts);
	}
}
