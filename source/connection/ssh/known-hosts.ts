import {Buffer} from 'node:buffer';
import {createHash, createHmac, randomBytes} from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import {tool} from '../tool.js';

/**
A line of a known_hosts file that is about a host. `key` is base64.
*/
export type KnownKey = {
	readonly file: string;
	readonly line: number;
	readonly marker: 'revoked' | 'cert-authority' | undefined;
	readonly type: string;
	readonly key: string;
};

/**
The name of a host in known_hosts: `host`, or `[host]:port`.
*/
export const knownHostName = (host: string, port: number): string => port === 22 ? host : `[${host}]:${port}`;

/**
`SHA256:...`, as ssh shows it.
*/
export const fingerprint = (key: Uint8Array): string => `SHA256:${createHash('sha256').update(key).digest('base64').replaceAll('=', '')}`;

/**
All lines about a host, also those with hashed names, in the files' order. `ssh-keygen -F` finds them.
*/
export async function findKnownKeys(name: string, files: readonly string[], environment: NodeJS.ProcessEnv): Promise<KnownKey[]> {
	const found = await Promise.all(files.map(async file => {
		const {stdout} = await tool('ssh-keygen', ['-F', name, '-f', file], environment);
		return parseFound(stdout, file);
	}));
	return found.flat();
}

function parseFound(text: string, file: string): KnownKey[] {
	const keys: KnownKey[] = [];
	let line = 0;
	for (const each of text.split('\n')) {
		const heading = /^# Host .* found: line (?<line>\d+)/v.exec(each);
		if (heading) {
			line = Number(heading.groups!.line);
			continue;
		}

		const words = each.split(/\s+/v);
		const marker = words[0] === '@revoked' ? 'revoked' : (words[0] === '@cert-authority' ? 'cert-authority' : undefined);
		const [, type, key] = marker === undefined ? words : words.slice(1);
		if (type !== undefined && key !== undefined) {
			keys.push({
				file, line, marker, type, key,
			});
		}
	}

	return keys;
}

/**
Appends a key that a person accepted. The file and its directory are made when missing, private.
*/
export async function appendKnownKey(file: string, name: string, type: string, key: string, isHashed: boolean): Promise<void> {
	await fs.mkdir(path.dirname(file), {recursive: true, mode: 0o700});
	const handle = await fs.open(file, 'a+', 0o600);
	try {
		const {size} = await handle.stat();
		const last = Buffer.alloc(1);
		if (size > 0) {
			await handle.read(last, 0, 1, size - 1);
		}

		// One write: another ssh may append at the same time.
		await handle.write(`${size > 0 && last.toString() !== '\n' ? '\n' : ''}${isHashed ? hashedName(name) : name} ${type} ${key}\n`);
	} finally {
		await handle.close();
	}
}

function hashedName(name: string): string {
	const salt = randomBytes(20);
	return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

/**
The type that a public key's bytes name: `ssh-ed25519`.
*/
export function keyTypeOf(key: Uint8Array): string {
	const bytes = Buffer.from(key);
	return bytes.toString('latin1', 4, 4 + bytes.readUInt32BE(0));
}
