import ssh2 from 'ssh2';

export type KeyPair = {readonly private: string; readonly public: string};

/**
Makes an ed25519 key pair, as the texts of its two files. Anew where `ssh2` makes one that nobody can read: it leaves out a key's leading zero byte, once in a
hundred times.
*/
export function makeKeyPair(comment = 'rehearsal'): KeyPair {
	for (;;) {
		const pair = ssh2.utils.generateKeyPairSync('ed25519', {comment});
		if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) {
			return {private: ended(pair.private), public: ended(pair.public)};
		}
	}
}

const ended = (text: string) => text.endsWith('\n') ? text : `${text}\n`;
