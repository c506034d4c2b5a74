import {randomBytes} from 'node:crypto';
import {makeLink, makeNetwork} from '../network/model.js';
import {nameLinks} from '../network/networkd/link-names.js';
import {generateNetplan} from '../network/networkd/netplan.js';
import {stopDomain} from '../libvirt/run-domain.js';
import type {Domain} from '../libvirt/model.js';
import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import {loadSysctls} from '../sysctl.js';
import {loadModule} from '../modules.js';
import {generateUnits} from '../systemd/quadlet.js';
import {startUnit} from '../systemd/start.js';
import {enabledUnits} from '../systemd/order.js';
import {rootFiles, stateOf} from '../systemd/units.js';
import {applySeed} from './cloud-init.js';
import {readIso} from './seed.js';

const secondsToBoot = {kvm: 20, qemu: 120} as const;

/**
What happens in a VM from its start until it can be used: the kernel's NICs, cloud-init, systemd.
*/
export async function boot(domain: Domain, machine: Machine, rehearsal: Rehearsal, off: AbortSignal): Promise<void> {
	await rehearsal.clock.sleep(secondsToBoot[domain.type] * 1000, off);
	if (off.aborted) {
		return;
	}

	const files = rootFiles(machine, rehearsal.clock.now);
	findNics(domain, machine, rehearsal);
	nameLinks(machine);
	machine.listeners = [];
	machine.sysctls.set('net.ipv4.ip_forward', '0');
	// Nothing of before is mounted any more.
	if (files.exists('/mnt')) {
		files.remove('/mnt', {recursive: true});
	}

	files.mkdir('/mnt');
	if (files.text('/etc/machine-id').trim() === '') {
		files.write('/etc/machine-id', `${randomBytes(16).toString('hex')}\n`);
	}

	for (const path of listed('/etc/modules-load.d')) {
		for (const name of files.text(path).split('\n').map(line => line.trim()).filter(line => /^\w/v.test(line))) {
			loadModule(name, machine);
		}
	}

	for (const path of listed('/etc/sysctl.d')) {
		loadSysctls(files.text(path), machine);
	}

	const seed = machine.packages.has('cloud-init') ? readSeed(domain, rehearsal) : undefined;
	const runCommands = seed && applySeed(seed, machine, rehearsal);
	if (machine.packages.has('netplan.io')) {
		generateNetplan(machine, rehearsal.clock.now);
	}

	generateUnits(machine);
	for (const name of enabledUnits(machine)) {
		if (stateOf(machine, name).state !== 'active') {
			await startUnit(name, machine, rehearsal);
		}
	}

	for (const name of machine.generatedUnits.keys()) {
		await startUnit(name, machine, rehearsal);
	}

	rehearsal.inCloudInit.add(domain.name);
	await runCommands?.(off);
	rehearsal.inCloudInit.delete(domain.name);
	if (off.aborted) {
		return;
	}

	if (rehearsal.goingDown.has(domain.name)) {
		stopDomain(domain, rehearsal);
		return;
	}

	files.mkdir('/var/lib/cloud/instance', {recursive: true});
	files.write('/var/lib/cloud/instance/boot-finished', `${rehearsal.clock.now()}\n`);
	machine.readyAt = rehearsal.clock.now();

	function listed(directory: string): string[] {
		return files.exists(directory) ? files.list(directory).map(name => `${directory}/${name}`) : [];
	}
}

// A function other than 0 is found only where function 0 of its slot is: one that says so.
function findNics(domain: Domain, machine: Machine, {world}: Rehearsal): void {
	machine.network = makeNetwork();
	for (const [index, {mac, bus, slot, function: fn}] of domain.interfaces.entries()) {
		const hex = (value: number) => value.toString(16).padStart(2, '0');
		const isFound = fn === 0 || new RegExp(`bus='0x${hex(bus)}' slot='0x${hex(slot)}' function='0x0' multifunction='on'`, 'v').test(domain.xml);
		const tap = world.server.network.links.get(domain.taps[index]!);
		if (!isFound || !tap) {
			continue;
		}

		const name = `enp${bus}s${slot}${fn === 0 ? '' : `f${fn}`}`;
		machine.network.links.set(name, makeLink(name, 'ethernet', mac, {pci: `0000:${hex(bus)}:${hex(slot)}.${fn}`, wire: {machine: 'server', link: tap.name}}));
		tap.wire = {machine: domain.name, link: name};
	}
}

function readSeed(domain: Domain, {world}: Rehearsal) {
	const files = rootFiles(world.server);
	for (const {file, format} of domain.disks) {
		if (!(format === 'raw' && files.exists(file))) {
			continue;
		}

		const iso = readIso(files.text(file));
		if (iso.label.toLowerCase() === 'cidata') {
			return iso;
		}
	}

	return undefined;
}
