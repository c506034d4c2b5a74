import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import process from 'node:process';
import {onTestFinished} from 'vitest';

export type UserOptions = {
	readonly shell?: string;
	readonly password?: string;
	/**
	Lines of sudoers; `USER` stands for the name.
	*/
	readonly sudoers?: readonly string[];
};

/**
Whether this machine lets a test make users: by root, and with sudo installed.
*/
export const canMakeUsers = process.getuid?.() === 0 && ['/usr/sbin/useradd', '/usr/bin/sudo'].every(file => fs.existsSync(file));

/**
A user of this machine for the length of a test. Returns its name.
*/
export function makeUser({shell = '/bin/bash', password = 'right', sudoers = []}: UserOptions = {}): string {
	const name = `dw${randomBytes(4).toString('hex')}`;
	const rules = `/etc/sudoers.d/${name}`;
	execFileSync('useradd', ['--create-home', '--shell', shell, name]);
	onTestFinished(() => {
		fs.rmSync(rules, {force: true});
		// With force: its last processes may be on their way out.
		execFileSync('userdel', ['--force', '--remove', name], {stdio: 'ignore'});
		fs.rmSync(`/var/lib/sudo/lectured/${name}`, {force: true});
	});
	execFileSync('chpasswd', {input: `${name}:${password}\n`});
	fs.writeFileSync(rules, sudoers.map(line => `${line.replaceAll('USER', () => name)}\n`).join(''), {mode: 0o440});
	return name;
}
