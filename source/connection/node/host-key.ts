import {Buffer} from 'node:buffer';
import {PlaceError} from '../../errors.js';
import type {HostKeyCheck} from '../ssh/host-key.js';
import {fingerprint} from '../ssh/known-hosts.js';
import type {HostKey, Pins} from './pins.js';

export type NodeHostKeyOptions = {
	readonly node: string;
	readonly pins: Pins;
	readonly knownHostsFile: string;
	/**
	The key that the wizard itself put into the node's seed, or undefined before there is one.
	*/
	readonly readSeedKey: () => Promise<HostKey | undefined>;
};

/**
A node must show the host key that was made for it. A node that was made anew has a new one: then the server's file says so, and it is pinned again.
*/
export async function checkNodeHostKey({node, pins, knownHostsFile, readSeedKey}: NodeHostKeyOptions): Promise<HostKeyCheck> {
	const pinned = await pins.find(node);
	const expected = pinned ?? await readSeedKey();
	if (!expected) {
		throw new PlaceError(`The host key of ${node} has not been made yet`, node, ['Run the step that makes its seed first']);
	}

	return {
		knownTypes: [expected.type],
		async verify(bytes) {
			const shown = Buffer.from(bytes).toString('base64');
			if (shown === pinned?.key) {
				return;
			}

			const made = pinned ? await readSeedKey() : expected;
			if (shown !== made?.key) {
				throw new PlaceError(`${node} shows the host key ${fingerprint(bytes)}, which is not the one that was made for it`, node, [
					'Another machine may answer at its address, or its disk was replaced: look at its console',
					`If the node is right, undo its start and its seed and run them again, or remove its line from ${knownHostsFile}`,
				]);
			}

			await pins.pin(node, made);
		},
	};
}
