import fs from 'node:fs';
import {onTestFinished} from 'vitest';
import {type Sshd, type SshdOptions, startOpenSsh} from './open-ssh.js';

export {
	type Sshd,
	type SshdOptions,
	freePort,
	makeKey,
} from './open-ssh.js';

/**
A real OpenSSH server for the length of the running test.
*/
export async function startSshd(options?: SshdOptions): Promise<Sshd> {
	const sshd = await startOpenSsh(options);
	onTestFinished(async () => {
		await sshd.stop();
		fs.rmSync(sshd.directory, {recursive: true, force: true});
	});
	return sshd;
}
