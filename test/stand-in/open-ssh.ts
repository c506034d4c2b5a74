import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import {createServer} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

export type SshdOptions = {
	/**
	Lines of sshd_config that come before the others, and so win.
	*/
	readonly config?: readonly string[];
	readonly port?: number;
	/**
	A directory of an earlier one: the same host key again.
	*/
	readonly directory?: string;
	readonly hostKeyType?: 'ed25519' | 'ecdsa' | 'rsa';
};

export type Sshd = {
	readonly port: number;
	readonly user: string;
	readonly directory: string;
	/**
	A private key that may log in.
	*/
	readonly keyFile: string;
	/**
	`ssh-ed25519 AAAA...`
	*/
	readonly hostKey: string;
	readonly authorize: (publicKeyFile: string) => void;
	/**
	Ids of the processes that serve connections.
	*/
	readonly serving: () => number[];
	readonly stop: () => Promise<void>;
};

/**
A real OpenSSH server on the loopback, with a host key and authorized keys of its own. Whoever starts it stops it and removes its directory.
*/
export async function startOpenSsh({config = [], port, directory: earlier, hostKeyType = 'ed25519'}: SshdOptions = {}): Promise<Sshd> {
	const program = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/local/bin/sshd'].find(file => fs.existsSync(file));
	if (program === undefined) {
		throw new Error('These tests need a real OpenSSH server: install openssh-server (there is no sshd on this machine)');
	}

	const directory = earlier ?? fs.mkdtempSync(path.join(os.tmpdir(), 'dpu-wizard-sshd-'));
	// Users that are logged in must reach their authorized keys.
	fs.chmodSync(directory, 0o755);
	const file = (name: string) => path.join(directory, name);
	if (!fs.existsSync(file('host'))) {
		makeKey(file('host'), '', hostKeyType);
		makeKey(file('login'));
		fs.copyFileSync(file('login.pub'), file('authorized_keys'));
	}

	const chosen = port ?? await freePort();
	fs.writeFileSync(file('config'), [
		...config,
		`Port ${chosen}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${file('host')}`,
		`AuthorizedKeysFile ${file('authorized_keys')}`,
		`PidFile ${file('pid')}`,
		'StrictModes no',
		'UsePAM no',
		'PasswordAuthentication no',
		'KbdInteractiveAuthentication no',
		'PermitRootLogin yes',
		'LogLevel VERBOSE',
		'',
	].join('\n'));
	if (process.getuid?.() === 0) {
		fs.mkdirSync('/run/sshd', {recursive: true});
	}

	const child = spawn(program, ['-D', '-e', '-f', file('config')], {stdio: ['ignore', 'ignore', 'pipe']});
	await listening(child);
	const stop = async () => {
		for (const pid of serving(child)) {
			kill(pid);
		}

		if (child.exitCode === null && child.signalCode === null) {
			await new Promise(resolve => {
				child.once('exit', resolve);
				child.kill('SIGKILL');
			});
		}
	};

	return {
		port: chosen,
		user: os.userInfo().username,
		directory,
		keyFile: file('login'),
		hostKey: fs.readFileSync(file('host.pub'), 'utf8').split(' ').slice(0, 2).join(' '),
		authorize(publicKeyFile) {
			fs.appendFileSync(file('authorized_keys'), fs.readFileSync(publicKeyFile));
		},
		serving: () => serving(child),
		stop,
	};
}

/**
Makes a key pair.
*/
export function makeKey(file: string, passphrase = '', type = 'ed25519'): void {
	execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', path.basename(file), '-f', file]);
}

export async function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				resolve(typeof address === 'object' && address ? address.port : 0);
			});
		});
	});
}

async function listening(child: ChildProcess): Promise<void> {
	return new Promise((resolve, reject) => {
		let said = '';
		child.stderr!.on('data', (chunk: Uint8Array) => {
			said += String(chunk);
			if (said.includes('Server listening')) {
				resolve();
			}
		});
		child.once('exit', () => {
			reject(new Error(`sshd did not start: ${said}`));
		});
	});
}

// Every connection has a child of its own, and that one another after the login: both must go for the connection to break.
function serving(child: ChildProcess): number[] {
	const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], {encoding: 'utf8'}).split('\n').map(line => line.trim().split(/\s+/v));
	const childrenOf = (parents: readonly string[]): string[] => {
		const children = processes.filter(([, parent, name]) => parents.includes(parent!) && name!.startsWith('sshd')).map(([pid]) => pid!);
		return children.length === 0 ? [] : [...children, ...childrenOf(children)];
	};

	return childrenOf([String(child.pid)]).map(Number);
}

function kill(pid: number) {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It ended by itself in between.
	}
}
