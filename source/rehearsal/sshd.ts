import {Buffer} from 'node:buffer';
import type {Duplex} from 'node:stream';
import ssh2, {
	type AuthContext,
	type Connection as SshConnection,
	type ParsedKey,
	type ServerChannel,
} from 'ssh2';
import type {Machine, User} from './machine.js';
import {reach} from './network/reach.js';
import type {Rehearsal} from './rehearsal.js';
import {supervise} from './supervisor.js';
import {rootFiles} from './systemd/units.js';
import {machineNamed} from './world.js';

const hostKeyFile = '/etc/ssh/ssh_host_ed25519_key';

/**
Answers as sshd of a machine on a stream. False where no sshd can run there: without a host key.
*/
export function serveSsh(machine: Machine, stream: Duplex, rehearsal: Rehearsal): boolean {
	const hostKey = rootFiles(machine).textIfThere(hostKeyFile);
	if (hostKey === undefined) {
		return false;
	}

	const server = new ssh2.Server({hostKeys: [hostKey]}, client => {
		serveClient(client, machine, rehearsal, () => {
			stream.destroy();
		});
	});
	const off = rehearsal.running.get(machine.name)?.signal;
	off?.addEventListener('abort', () => {
		stream.destroy();
	});
	// Something like a socket is all that it needs.
	server.injectSocket(stream as never);
	return true;
}

function serveClient(client: SshConnection, machine: Machine, rehearsal: Rehearsal, cut: () => void): void {
	let user: User | undefined;
	client.on('authentication', context => {
		user = machine.users.get(context.username);
		if (user && isKeyOf(user, machine, context)) {
			context.accept();
		} else {
			context.reject(['publickey']);
		}
	});
	client.on('error', () => undefined);
	client.on('session', accept => {
		accept().on('exec', (acceptExec, _reject, {command}) => {
			void serveCommand(command, acceptExec(), {
				rehearsal, machine, user: user!, cut,
			});
		});
	});
	client.on('tcpip', (accept, reject, {destIP, destPort}) => {
		const reached = reach(rehearsal.world, machine, destIP, destPort);
		const target = reached && machineNamed(rehearsal.world, reached.machine);
		if (target && reached.listener.service === 'ssh') {
			serveSsh(target, accept(), rehearsal);
		} else {
			reject();
		}
	});
}

async function serveCommand(command: string, channel: ServerChannel, {rehearsal, machine, user, cut}: {
	readonly rehearsal: Rehearsal;
	readonly machine: Machine;
	readonly user: User;
	readonly cut: () => void;
}): Promise<void> {
	const gone = new AbortController();
	channel.once('close', () => {
		gone.abort();
	});
	channel.on('error', () => undefined);
	const chunks: Buffer[] = [];
	for await (const chunk of channel) {
		chunks.push(chunk as Buffer);
	}

	const code = await supervise(command, Buffer.concat(chunks).toString(), {
		rehearsal,
		machine,
		user,
		channel: {
			gone: gone.signal,
			cut,
			write(stream, bytes) {
				if (!gone.signal.aborted) {
					(stream === 'stdout' ? channel : channel.stderr).write(bytes);
				}
			},
		},
	});
	if (gone.signal.aborted) {
		return;
	}

	channel.exit(code);
	channel.end();
}

function isKeyOf(user: User, machine: Machine, context: AuthContext): boolean {
	if (context.method !== 'publickey') {
		return false;
	}

	const authorized = (rootFiles(machine).textIfThere(`${user.home}/.ssh/authorized_keys`) ?? '').split('\n').filter(line => line.trim() !== '');
	const key = authorized.map(line => ssh2.utils.parseKey(line)).find((parsed): parsed is ParsedKey => !(parsed instanceof Error) && parsed.getPublicSSH().equals(context.key.data));
	return key ? context.signature === undefined || key.verify(context.blob!, context.signature, context.hashAlgo) : false;
}
