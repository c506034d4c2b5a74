import type {Duplex} from 'node:stream';
import type {Transport} from '../connection/channel.js';
import {makeClock, type Speed} from './clock.js';
import {type Faults, noFaults} from './faults.js';
import {makeKeyPair} from './key-pair.js';
import {beginBoot} from './libvirt/run-domain.js';
import {loginName, makeWorld} from './make-world.js';
import type {Family} from './packages.js';
import type {Rehearsal} from './rehearsal.js';
import {rootFiles} from './systemd/units.js';
import {localTransport} from './local.js';
import {serveSsh} from './sshd.js';
import type {World} from './world.js';

/**
What is needed to log in to the server by ssh.
*/
export type PlayedServer = {
	/**
	Lets its sshd answer on a stream.
	*/
	readonly serve: (stream: Duplex) => void;
	readonly user: string;
	readonly privateKey: string;
	/**
	The host's key, of which only the public part is anybody's business.
	*/
	readonly hostKey: string;
};

export type OpenRehearsal = {
	readonly rehearsal: Rehearsal;
	readonly server: PlayedServer;
	/**
	The person's own machine.
	*/
	readonly local: Transport;
	/**
	Resolves when nothing goes on by itself any more: no VM boots.
	*/
	readonly settled: () => Promise<void>;
};

export type OpenOptions = {
	readonly speed: Speed;
	readonly faults?: Faults;
	/**
	One that was saved; else a new one is made.
	*/
	readonly world?: World | undefined;
	readonly serverFamily?: Family;
};

/**
Opens a rehearsal lab in this process.
*/
export function openRehearsal({speed, faults = noFaults, world: saved, serverFamily = 'fedora'}: OpenOptions): OpenRehearsal {
	const login = makeKeyPair();
	const world = saved ?? makeWorld({
		authorizedKey: login.public.trim(), hostKey: makeKeyPair().private, time: Date.now(), serverFamily,
	});
	// Each wizard has a key of its own: none is kept anywhere.
	rootFiles(world.server).write(`/home/${loginName}/.ssh/authorized_keys`, login.public);
	const rehearsal: Rehearsal = {
		world,
		clock: makeClock(world.time, speed),
		faults,
		locks: new Map(),
		jobs: new Map(),
		jobOutput: new EventTarget(),
		running: new Map([...world.nodes.keys()].map(name => [name, new AbortController()])),
		goingDown: new Set(),
		inCloudInit: new Set(),
		background: new Set(),
	};
	bootAgain(rehearsal);
	return {
		rehearsal,
		server: {
			serve(stream) {
				serveSsh(world.server, stream, rehearsal);
			},
			user: loginName,
			privateKey: login.private,
			hostKey: rootFiles(world.server).text('/etc/ssh/ssh_host_ed25519_key'),
		},
		local: localTransport(rehearsal),
		async settled() {
			while (rehearsal.background.size > 0) {
				await Promise.all(rehearsal.background);
			}
		},
	};
}

// What was in the middle of its boot when the world was saved begins it again, as after a power cut.
function bootAgain(rehearsal: Rehearsal): void {
	const {world, clock} = rehearsal;
	for (const [name, machine] of world.nodes) {
		const domain = world.libvirt.domains.get(name);
		if (!domain || machine.readyAt !== undefined) {
			continue;
		}

		const files = rootFiles(machine);
		if (!files.exists('/var/lib/cloud/instance/boot-finished') && files.exists('/var/lib/cloud/data')) {
			files.remove('/var/lib/cloud/data', {recursive: true});
		}

		machine.bootedAt = clock.now();
		beginBoot(domain, machine, rehearsal);
	}
}
