import {Buffer} from 'node:buffer';
import {parentOf} from '../file-system/path.js';
import {renderNetwork, type NetworkConfig, renameLinks} from '../network/configure.js';
import type {Machine, User} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootOf, runScript} from '../script.js';
import {makeKeyPair} from '../key-pair.js';
import {rootFiles} from '../systemd/units.js';
import type {Iso} from './seed.js';

type UserData = {
	readonly hostname?: string;
	readonly manage_etc_hosts?: string | boolean;
	readonly ssh_deletekeys?: boolean;
	readonly ssh_keys?: Readonly<Record<string, string>>;
	readonly users?: ReadonlyArray<string | {readonly name: string; readonly sudo?: string; readonly shell?: string; readonly ssh_authorized_keys?: readonly string[]}>;
	readonly write_files?: ReadonlyArray<{readonly path: string; readonly content?: string; readonly permissions?: string; readonly encoding?: string}>;
	readonly runcmd?: ReadonlyArray<string | readonly string[]>;
};

const instanceFile = '/var/lib/cloud/data/instance-id';

/**
What cloud-init does with a seed: names of the NICs at each boot, everything else once for each instance id. What it returns are the commands that come last.
*/
export function applySeed({files: parts}: Iso, machine: Machine, rehearsal: Rehearsal): ((off: AbortSignal) => Promise<void>) | undefined {
	const files = rootFiles(machine, rehearsal.clock.now);
	const meta = JSON.parse(parts['meta-data'] ?? '{}') as {readonly 'instance-id'?: string; readonly 'local-hostname'?: string};
	const network = JSON.parse(parts['network-config'] ?? '{}') as NetworkConfig;
	const text = parts['user-data'] ?? '';
	renameLinks(network, machine);
	if (meta['instance-id'] === undefined || files.textIfThere(instanceFile)?.trim() === meta['instance-id'] || !text.startsWith('#cloud-config\n')) {
		makeHostKeys(machine, rehearsal);
		return undefined;
	}

	const data = JSON.parse(text.slice(text.indexOf('\n') + 1)) as UserData;
	const write = (path: string, content: string, mode = 0o644) => {
		files.mkdir(parentOf(path), {recursive: true});
		files.write(path, content, {mode});
		files.chmod(path, mode);
	};

	write(instanceFile, `${meta['instance-id']}\n`);
	const hostname = data.hostname ?? meta['local-hostname'] ?? 'localhost';
	write('/etc/hostname', `${hostname}\n`);
	if (data.manage_etc_hosts !== undefined) {
		write('/etc/hosts', `127.0.1.1 ${hostname} ${hostname}\n127.0.0.1 localhost\n`);
	}

	for (const [path, content] of renderNetwork(network, machine)) {
		write(path, content, 0o600);
	}

	if (data.ssh_deletekeys && files.exists('/etc/ssh')) {
		for (const name of files.list('/etc/ssh').filter(each => each.startsWith('ssh_host_'))) {
			files.remove(`/etc/ssh/${name}`);
		}
	}

	if (data.ssh_keys?.ed25519_private !== undefined) {
		write('/etc/ssh/ssh_host_ed25519_key', data.ssh_keys.ed25519_private, 0o600);
		write('/etc/ssh/ssh_host_ed25519_key.pub', `${data.ssh_keys.ed25519_public ?? ''}\n`);
	}

	makeHostKeys(machine, rehearsal);
	for (const user of data.users ?? []) {
		if (typeof user !== 'string') {
			addUser(user);
		}
	}

	for (const {path, content = '', permissions = '0644', encoding} of data.write_files ?? []) {
		write(path, encoding === 'b64' ? Buffer.from(content, 'base64').toString() : content, Number.parseInt(permissions, 8));
	}

	return async off => {
		for (const command of data.runcmd ?? []) {
			await runScript(typeof command === 'string' ? command : command.map(word => `'${word.replaceAll('\'', String.raw`'\''`)}'`).join(' '), {
				rehearsal, machine, user: rootOf(machine), signal: off, onOutput: () => undefined,
			});
		}
	};

	function addUser({name, sudo, ssh_authorized_keys: keys = []}: Exclude<NonNullable<UserData['users']>[number], string>): void {
		const uid = 1000 + machine.users.values().filter(each => each.uid >= 1000).toArray().length;
		const home = `/home/${name}`;
		const user: User = machine.users.get(name) ?? {
			name, uid, gid: uid, home, isSudoer: false,
		};
		user.isSudoer = sudo?.includes('NOPASSWD:ALL') ?? false;
		machine.users.set(name, user);
		const own = {uid: user.uid, gid: user.gid};
		for (const path of [home, `${home}/.ssh`]) {
			files.mkdir(path, {recursive: true, mode: 0o700, ...own});
		}

		files.write(`${home}/.ssh/authorized_keys`, keys.map(key => `${key}\n`).join(''), {mode: 0o600, ...own});
	}
}

function makeHostKeys(machine: Machine, rehearsal: Rehearsal): void {
	const files = rootFiles(machine, rehearsal.clock.now);
	if (files.exists('/etc/ssh/ssh_host_ed25519_key')) {
		return;
	}

	const pair = makeKeyPair();
	files.mkdir('/etc/ssh', {recursive: true});
	files.write('/etc/ssh/ssh_host_ed25519_key', pair.private, {mode: 0o600});
	files.write('/etc/ssh/ssh_host_ed25519_key.pub', pair.public);
}
