import type {Ways} from '../connection/ways.js';
import {makeClock, type Speed} from './clock.js';
import {type Faults, noFaults} from './faults.js';
import {makeKeyPair} from './key-pair.js';
import {beginBoot} from './libvirt/run-domain.js';
import {loginName, makeWorld} from './make-world.js';
import type {Family} from './packages.js';
import type {Rehearsal} from './rehearsal.js';
import {rootFiles} from './systemd/units.js';
import {connectServer, localTransport} from './ways.js';
import type {World} from './world.js';

export type OpenRehearsal = {
	readonly rehearsal: Rehearsal;
	/**
	How the wizard reaches it.
	*/
	readonly ways: Ways;
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
		ways: {server: async () => connectServer(rehearsal, login.private), local: localTransport(rehearsal)},
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
		if (domain && machine.readyAt === undefined) {
			const files = rootFiles(machine);
			if (!files.exists('/var/lib/cloud/instance/boot-finished') && files.exists('/var/lib/cloud/data')) {
				files.remove('/var/lib/cloud/data', {recursive: true});
			}

			machine.bootedAt = clock.now();
			beginBoot(domain, machine, rehearsal);
		}
	}
}
