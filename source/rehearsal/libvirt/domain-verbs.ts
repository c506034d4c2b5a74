import {powerOff} from '../power.js';
import {type Io, Refusal} from '../program.js';
import {readDomain} from './define-domain.js';
import type {Domain} from './model.js';
import {startDomain, stopDomain} from './run-domain.js';
import {definitionOf, domainOf, type Verb} from './verb.js';
import {child, readXml} from './xml.js';

export const domainVerbs: Readonly<Record<string, Verb>> = {
	list: {
		flags: ['--all', '--name', '--inactive', '--uuid'],
		run(given, io) {
			for (const {name, state, uuid} of io.world.libvirt.domains.values().filter(each => given.has('--all') || given.has('--inactive') ? each.state === 'shut off' : each.state !== 'shut off')) {
				io.say(given.has('--name') ? name : (given.has('--uuid') ? uuid : ` ${state === 'shut off' ? '-' : '1'}   ${name}   ${state}`));
			}

			return 0;
		},
	},
	domuuid: {
		run(given, io) {
			io.say(`${domainOf(given, io).uuid}\n`);
			return 0;
		},
	},
	domstate: {
		flags: ['--reason'],
		run(given, io) {
			io.say(`${domainOf(given, io).state}\n`);
			return 0;
		},
	},
	dominfo: {
		run(given, io) {
			const {name, uuid, state, vcpus, memoryMb, isPersistent, isAutostarted} = domainOf(given, io);
			for (const [key, value] of [['Name', name], ['UUID', uuid], ['OS Type', 'hvm'], ['State', state], ['CPU(s)', vcpus], ['Max memory', `${memoryMb * 1024} KiB`], ['Persistent', isPersistent ? 'yes' : 'no'], ['Autostart', isAutostarted ? 'enable' : 'disable']] as const) {
				io.say(`${`${key}:`.padEnd(16)}${value}`);
			}

			return 0;
		},
	},
	dumpxml: {
		flags: ['--inactive', '--security-info'],
		run(given, io) {
			io.say(domainOf(given, io).xml);
			return 0;
		},
	},
	domblklist: {
		flags: ['--inactive', '--details'],
		run(given, io) {
			io.say(' Target   Source\n------------------------------------------------');
			for (const {file, target} of domainOf(given, io).disks) {
				io.say(` ${target}      ${file}`);
			}

			return 0;
		},
	},
	domiflist: {
		flags: ['--inactive'],
		run(given, io) {
			const domain = domainOf(given, io);
			io.say(' Interface   Type      Source    Model    MAC\n-----------------------------------------------------------');
			for (const [index, {type, source, mac, target}] of domain.interfaces.entries()) {
				io.say(` ${domain.taps[index] ?? target ?? '-'}   ${type}   ${source}   virtio   ${mac}`);
			}

			return 0;
		},
	},
	vncdisplay: {
		run(given, io) {
			const domain = running(given, io, 'get VNC display of');
			const graphics = child(readXml(domain.xml), 'devices', 'graphics')?.attributes;
			if (graphics?.type !== 'vnc') {
				throw new Refusal('error: Failed to get VNC port. Is this domain using VNC?');
			}

			io.say(`${graphics.listen ?? ''}:0\n`);
			return 0;
		},
	},
	domifaddr: {
		values: ['--source'],
		run(given, io) {
			domainOf(given, io);
			return 0;
		},
	},
	define: {
		run(given, io) {
			const domain = keep(readDomain(definitionOf(given, io)), io);
			domain.isPersistent = true;
			io.say(`Domain '${domain.name}' defined from ${given.words[0]!}\n`);
			return 0;
		},
	},
	create: {
		flags: ['--autodestroy', '--paused'],
		async run(given, io) {
			const read = readDomain(definitionOf(given, io));
			if ((io.world.libvirt.domains.get(read.name)?.state ?? 'shut off') !== 'shut off') {
				throw new Refusal(`error: Failed to create domain from ${given.words[0]!}\nerror: operation failed: domain '${read.name}' already exists with uuid ${read.uuid}`);
			}

			const domain = keep(read, io);
			await io.work(2);
			try {
				startDomain(domain, io.rehearsal);
			} catch (error) {
				io.world.libvirt.domains.delete(domain.name);
				throw error;
			}

			io.say(`Domain '${domain.name}' created from ${given.words[0]!}\n`);
			return 0;
		},
	},
	start: {
		async run(given, io) {
			const domain = domainOf(given, io);
			if (domain.state !== 'shut off') {
				throw new Refusal('error: Domain is already active');
			}

			await io.work(2);
			startDomain(domain, io.rehearsal);
			io.say(`Domain '${domain.name}' started\n`);
			return 0;
		},
	},
	shutdown: {
		values: ['--mode'],
		run(given, io) {
			const domain = running(given, io, 'shutdown');
			powerOff(io.world.nodes.get(domain.name)!, io.rehearsal);
			io.say(`Domain '${domain.name}' is being shutdown\n`);
			return 0;
		},
	},
	suspend: {
		run(given, io) {
			const domain = running(given, io, 'suspend');
			domain.state = 'paused';
			io.say(`Domain '${domain.name}' suspended\n`);
			return 0;
		},
	},
	resume: {
		run(given, io) {
			const domain = running(given, io, 'resume');
			if (domain.state !== 'paused') {
				throw new Refusal(`error: Failed to resume domain '${domain.name}'\nerror: Requested operation is not valid: domain is already running`);
			}

			domain.state = 'running';
			io.say(`Domain '${domain.name}' resumed\n`);
			return 0;
		},
	},
	destroy: {
		flags: ['--graceful'],
		run(given, io) {
			const domain = running(given, io, 'destroy');
			stopDomain(domain, io.rehearsal);
			io.say(`Domain '${domain.name}' destroyed\n`);
			return 0;
		},
	},
	autostart: {
		flags: ['--disable'],
		run(given, io) {
			const domain = domainOf(given, io);
			if (!domain.isPersistent) {
				throw new Refusal(`error: Failed to mark domain '${domain.name}' as autostarted\nerror: Requested operation is not valid: cannot set autostart for transient domain`);
			}

			domain.isAutostarted = !given.has('--disable');
			io.say(`Domain '${domain.name}' marked as autostarted\n`);
			return 0;
		},
	},
	undefine: {
		flags: ['--nvram', '--managed-save', '--snapshots-metadata', '--remove-all-storage'],
		run(given, io) {
			const domain = domainOf(given, io);
			if (domain.state === 'shut off' && domain.snapshots.length > 0 && !given.has('--snapshots-metadata')) {
				throw new Refusal(`error: Failed to undefine domain '${domain.name}'\nerror: Requested operation is not valid: cannot delete inactive domain with ${domain.snapshots.length} snapshots`);
			}

			domain.isPersistent = false;
			if (domain.state === 'shut off') {
				io.world.libvirt.domains.delete(domain.name);
			}

			io.say(`Domain '${domain.name}' has been undefined\n`);
			return 0;
		},
	},
};

function keep(domain: Domain, io: Io): Domain {
	const {domains} = io.world.libvirt;
	const old = domains.get(domain.name);
	if (old && old.uuid !== domain.uuid) {
		throw new Refusal(`error: operation failed: domain '${domain.name}' already exists with uuid ${old.uuid}`);
	}

	const twin = domains.values().find(({uuid, name}) => uuid === domain.uuid && name !== domain.name);
	if (twin) {
		throw new Refusal(`error: operation failed: domain '${twin.name}' is already defined with uuid ${domain.uuid}`);
	}

	// What runs goes on as it is; the new definition counts from its next start.
	const kept = old
		? {
			...domain, isAutostarted: old.isAutostarted, isPersistent: old.isPersistent, state: old.state, taps: old.taps, snapshots: old.snapshots,
		}
		: domain;
	domains.set(kept.name, kept);
	return kept;
}

function running(given: Parameters<Verb['run']>[0], io: Io, verb: string): Domain {
	const domain = domainOf(given, io);
	if (domain.state === 'shut off') {
		throw new Refusal(`error: Failed to ${verb} domain '${domain.name}'\nerror: Requested operation is not valid: domain is not running`);
	}

	return domain;
}
