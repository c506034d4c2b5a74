import fs from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {UserError} from '../../errors.js';

/**
A public key as it stands in a file: `ssh-ed25519 AAAA...`.
*/
export type HostKey = {readonly type: string; readonly key: string};

/**
The lab's own known_hosts file on this machine: a line a node.
*/
export type Pins = {
	readonly find: (node: string) => Promise<HostKey | undefined>;
	/**
	Written whole, so that a kill leaves the old file or the new one.
	*/
	readonly pin: (node: string, key: HostKey) => Promise<void>;
};

export function openPins(file: string): Pins {
	let last: Promise<void> = Promise.resolve();

	const read = async () => {
		try {
			const text = await fs.readFile(file, 'utf8');
			return text.split('\n').filter(line => line !== '');
		} catch (error) {
			// What is there and can't be read must not be written over.
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
				throw new UserError(`The lab's known hosts in ${file} can't be read: ${(error as Error).message}.`, ['Look at the owner and the permissions of that file.'], {cause: error});
			}

			return [];
		}
	};

	return {
		async find(node) {
			await last;
			const lines = await read();
			const line = lines.find(each => each.startsWith(`${node} `));
			return line === undefined ? undefined : parseHostKey(line.slice(node.length + 1));
		},
		async pin(node, {type, key}) {
			const write = async () => {
				const lines = await read();
				const others = lines.filter(line => !line.startsWith(`${node} `));
				const temporary = `${file}.${process.pid}.new`;
				await fs.mkdir(path.dirname(file), {recursive: true, mode: 0o700});
				await fs.writeFile(temporary, [...others, `${node} ${type} ${key}`, ''].join('\n'), {mode: 0o600});
				await fs.rename(temporary, file);
			};

			// One after another, also after one that failed.
			const written = last.then(write);
			last = written.catch(() => undefined);
			await written;
		},
	};
}

/**
Reads a line of a `.pub` file.
*/
export function parseHostKey(text: string): HostKey | undefined {
	const [type, key] = text.trim().split(/\s+/v, 2);
	return type === undefined || key === undefined ? undefined : {type, key};
}
