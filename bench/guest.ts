import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import os from 'node:os';
import process from 'node:process';

/**
Who the nodes' user is: nodes let no root in, so that root needs somebody else, made for as long as the bench runs.
*/
export function makeGuest(): {readonly name: string; readonly give: (directory: string) => void; readonly remove: () => void} {
	if (process.getuid?.() !== 0) {
		return {name: os.userInfo().username, give: () => undefined, remove: () => undefined};
	}

	const name = `dw${randomBytes(4).toString('hex')}`;
	execFileSync('useradd', ['--create-home', '--shell', '/bin/bash', '--password', '*', name]);
	return {
		name,
		give(directory) {
			execFileSync('chown', [`${name}:`, directory]);
		},
		remove() {
			execFileSync('userdel', ['--force', '--remove', name], {stdio: 'ignore'});
		},
	};
}
