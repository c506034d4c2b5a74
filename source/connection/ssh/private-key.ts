import {Buffer} from 'node:buffer';
import fs from 'node:fs/promises';
import ssh2, {type ParsedKey} from 'ssh2';
import type {Ask} from '../connection.js';

/**
A key file of the user. Its passphrase is asked for only when a server wants just this key.
*/
export type KeyFile = {
	readonly path: string;
	readonly publicKey: ParsedKey;
	/**
	Resolves with undefined when the passphrase is not given, or was wrong three times.
	*/
	readonly unlock: (ask: Ask) => Promise<ParsedKey | undefined>;
};

/**
Reads an IdentityFile. Undefined when it isn't there, or is no key that `ssh2` can use.
*/
export async function readKeyFile(file: string): Promise<KeyFile | undefined> {
	const [content, publicText] = await Promise.all([readText(file), readText(`${file}.pub`)]);
	if (content === undefined) {
		return undefined;
	}

	const parsed = parse(content);
	if (parsed?.isPrivateKey()) {
		return {path: file, publicKey: parsed, unlock: async () => parsed};
	}

	const publicKey = parse(publicText ?? '') ?? parse(publicPart(content));
	let unlocked: ParsedKey | undefined;
	return publicKey && isEncrypted(content)
		? {
			path: file,
			publicKey,
			async unlock(ask) {
				unlocked ??= await askForPassphrase(file, content, ask);
				return unlocked;
			},
		}
		: undefined;
}

async function askForPassphrase(file: string, content: string, ask: Ask): Promise<ParsedKey | undefined> {
	for (let attempt = 1; attempt <= 3; attempt++) {
		const passphrase = await ask({
			kind: 'secret', purpose: 'passphrase', prompt: `Passphrase of ${file}`, isEchoed: false, attempt,
		});
		if (passphrase === undefined) {
			return undefined;
		}

		const key = parse(content, passphrase);
		if (key) {
			return key;
		}
	}

	return undefined;
}

/**
A key, or undefined for what is none or can't be read without a passphrase.
*/
export function parse(content: string | Uint8Array, passphrase?: string): ParsedKey | undefined {
	if (content.length === 0) {
		return undefined;
	}

	const key: unknown = ssh2.utils.parseKey(typeof content === 'string' ? content : Buffer.from(content), passphrase);
	return key instanceof Error ? undefined : (Array.isArray(key) ? key[0] : key) as ParsedKey;
}

const isEncrypted = (content: string) => content.includes('ENCRYPTED') || content.includes('BEGIN OPENSSH PRIVATE KEY');

// An openssh-key-v1 file holds its public key in clear, also when it is encrypted: magic, cipher, kdf, kdf options, number of keys, public key.
function publicPart(content: string): string {
	const base64 = /-----BEGIN OPENSSH PRIVATE KEY-----(?<body>[^\-]+)/v.exec(content)?.groups!.body;
	if (base64 === undefined) {
		return '';
	}

	const bytes = Buffer.from(base64, 'base64');
	let offset = 'openssh-key-v1\0'.length;
	for (let skipped = 0; skipped < 3; skipped++) {
		offset += 4 + bytes.readUInt32BE(offset);
	}

	offset += 4;
	const key = bytes.subarray(offset + 4, offset + 4 + bytes.readUInt32BE(offset));
	return `${key.toString('latin1', 4, 4 + key.readUInt32BE(0))} ${key.toString('base64')}`;
}

async function readText(file: string): Promise<string | undefined> {
	try {
		return await fs.readFile(file, 'utf8');
	} catch {
		return undefined;
	}
}
