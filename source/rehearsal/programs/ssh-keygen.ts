import ssh2 from 'ssh2';
import {makeKeyPair} from '../key-pair.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const sshKeygen: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-q', '-y', '-l'],
		values: ['-t', '-N', '-C', '-f', '-b'],
		unknown: word => new Refusal(`unknown option -- ${word.replace(/^-/v, '')}\nusage: ssh-keygen [-q] [-t type] [-N new_passphrase] [-C comment] [-f output_keyfile]`),
	});
	const path = given.value('-f');
	if (path === undefined) {
		throw new Refusal('Enter file in which to save the key: Saving key failed: there is no terminal');
	}

	if (given.has('-y')) {
		const parsed = ssh2.utils.parseKey(io.files.text(io.path(path)));
		if (parsed instanceof Error) {
			throw new Refusal(`Load key "${path}": error in libcrypto`, 255);
		}

		io.say(`${parsed.type} ${parsed.getPublicSSH().toString('base64')} ${parsed.comment}`.trim());
		return 0;
	}

	if (given.value('-t') !== 'ed25519' || given.value('-N') !== '') {
		throw new Refusal(given.value('-N') === undefined ? 'Enter passphrase (empty for no passphrase): there is no terminal' : `unknown key type ${given.value('-t') ?? ''}`);
	}

	if (io.files.exists(io.path(path))) {
		throw new Refusal(`${path} already exists.\nOverwrite (y/n)?`);
	}

	const pair = makeKeyPair(given.value('-C'));
	io.files.write(io.path(path), pair.private, {mode: 0o600});
	io.files.write(`${io.path(path)}.pub`, pair.public, {mode: 0o644});
	return 0;
};
