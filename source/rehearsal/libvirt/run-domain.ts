import {boot} from '../cloud/boot.js';
import {installerOn} from '../cloud/installer.js';
import type {Machine} from '../machine.js';
import {makeLink} from '../network/model.js';
import {Refusal} from '../program.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootFiles} from '../systemd/units.js';
import {nextNumber, type World} from '../world.js';
import {contentOf, isEmptyDisk, readQcow2} from './disk.js';
import type {Domain} from './model.js';

/**
Starts a domain: its TAPs are made and plugged in, its disk is opened, and it begins to boot.
*/
export function startDomain(domain: Domain, rehearsal: Rehearsal): void {
	const {world} = rehearsal;
	const files = rootFiles(world.server, rehearsal.clock.now);
	const failed = (why: string) => new Refusal(`error: Failed to start domain '${domain.name}'\nerror: ${why}`);
	for (const {file, format} of domain.disks) {
		if (!files.exists(file)) {
			throw failed(`Cannot access storage file '${file}': No such file or directory`);
		}

		if (format === 'qcow2') {
			checkChain(file, world, failed);
		}
	}

	if (domain.type === 'kvm' && !files.exists('/dev/kvm')) {
		throw failed('internal error: process exited while connecting to monitor: Could not access KVM kernel module: No such file or directory');
	}

	domain.taps = plugIn(domain, world, failed);
	const machine = bootable(domain, world);
	machine.name = domain.name;
	machine.bootedAt = rehearsal.clock.now();
	machine.readyAt = undefined;
	// The VM's real-time clock is the host's.
	machine.clockOffset = 0;
	domain.state = 'running';
	if (domain.console !== undefined) {
		files.write(domain.console.file, '', {append: domain.console.isAppended});
	}

	world.nodes.set(domain.name, machine);
	beginBoot(domain, machine, rehearsal);
}

// The disk, or where there is nothing on it the CD of an installer.
function bootable(domain: Domain, world: World): Machine {
	const [disk] = domain.disks;
	return isEmptyDisk(disk!.file, world) ? installerOn(domain, world) ?? contentOf(disk!.file, world) : contentOf(disk!.file, world);
}

export function beginBoot(domain: Domain, machine: Machine, rehearsal: Rehearsal): void {
	const off = new AbortController();
	rehearsal.running.set(domain.name, off);
	const booting = boot(domain, machine, rehearsal, off.signal).finally(() => {
		rehearsal.background.delete(booting);
	});
	rehearsal.background.add(booting);
}

function checkChain(file: string, world: World, failed: (why: string) => Refusal): void {
	try {
		for (let path: string | undefined = file; path !== undefined; path = readQcow2(path, world).backing) {
			readQcow2(path, world);
		}
	} catch (error) {
		throw error instanceof Refusal ? failed(`internal error: process exited while connecting to monitor: ${error.message}`) : error;
	}
}

export function plugIn(domain: Domain, world: World, failed: (why: string) => Refusal): string[] {
	const {links} = world.server.network;
	const plugs = domain.interfaces.map(each => {
		const network = each.type === 'network' ? world.libvirt.networks.get(each.source) : undefined;
		if (each.type === 'network' && !network) {
			throw failed(`Network not found: no network with matching name '${each.source}'`);
		}

		if (network && !network.isActive) {
			throw failed(`Requested operation is not valid: network '${each.source}' is not active`);
		}

		const bridge = network?.bridge ?? each.source;
		if (links.get(bridge)?.kind !== 'bridge') {
			throw failed(`Cannot get interface MTU on '${bridge}': No such device`);
		}

		if (each.target !== undefined && links.has(each.target)) {
			throw failed(`Unable to create tap device ${each.target}: Device or resource busy`);
		}

		return {...each, bridge};
	});

	return plugs.map(({target, bridge, mac}) => {
		const name = target ?? `vnet${nextNumber(world)}`;
		links.set(name, makeLink(name, 'tap', `fe${mac.slice(2)}`, {isUp: true, master: bridge}));
		return name;
	});
}

export function unplug(domain: Domain, world: World): void {
	for (const tap of domain.taps) {
		world.server.network.links.delete(tap);
	}

	domain.taps = [];
}

/**
The end of a domain that ran, however it came to it.
*/
export function stopDomain(domain: Domain, rehearsal: Rehearsal): void {
	const {world} = rehearsal;
	const machine = world.nodes.get(domain.name);
	if (domain.state === 'shut off' || !machine) {
		return;
	}

	unplug(domain, world);
	domain.state = 'shut off';
	world.nodes.delete(domain.name);
	machine.bootedAt = undefined;
	machine.readyAt = undefined;
	machine.listeners = [];
	machine.masquerades = [];
	machine.nftables.clear();
	machine.modules.clear();
	for (const unit of machine.units.values()) {
		unit.state = 'inactive';
	}

	if (!domain.isPersistent) {
		world.libvirt.domains.delete(domain.name);
	}

	rehearsal.running.get(domain.name)?.abort();
	rehearsal.running.delete(domain.name);
	rehearsal.goingDown.delete(domain.name);
}
