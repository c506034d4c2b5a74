import {randomUUID} from 'node:crypto';
import {Refusal} from '../program.js';
import type {Domain, DomainInterface} from './model.js';
import {
	child,
	children,
	type Element,
	readXml,
} from './xml.js';

/**
Makes a domain of its definition, and refuses what libvirt and QEMU would.
*/
export function readDomain(text: string): Domain {
	const root = readXml(text);
	const name = child(root, 'name')?.text;
	const type = root.attributes.type ?? '';
	if (root.name !== 'domain' || name === undefined || name === '') {
		throw new Refusal('error: XML error: missing element or attribute \'name\'');
	}

	if (type !== 'kvm' && type !== 'qemu') {
		throw new Refusal(`error: invalid argument: could not find capabilities for domaintype=${type}`);
	}

	const cpu = child(root, 'cpu')?.attributes.mode;
	if (cpu !== undefined && !['host-passthrough', 'host-model', 'maximum', 'custom'].includes(cpu)) {
		throw new Refusal(`error: unsupported configuration: Invalid mode attribute '${cpu}'`);
	}

	if (cpu === 'host-passthrough' && type === 'qemu') {
		throw new Refusal('error: unsupported configuration: CPU mode \'host-passthrough\' for x86_64 qemu domain on x86_64 host is not supported by hypervisor');
	}

	const devices = child(root, 'devices');
	checkPciAddresses(devices);
	const memory = Number(child(root, 'memory')?.text);
	const vcpus = Number(child(root, 'vcpu')?.text ?? 1);
	if (!Number.isSafeInteger(memory) || memory <= 0 || !Number.isSafeInteger(vcpus) || vcpus <= 0) {
		throw new Refusal('error: XML error: memory and vcpu must be whole numbers');
	}

	return {
		name,
		uuid: child(root, 'uuid')?.text ?? randomUUID(),
		xml: text,
		memoryMb: child(root, 'memory')?.attributes.unit === 'MiB' ? memory : Math.round(memory / 1024),
		vcpus,
		type,
		disks: children(devices, 'disk').map(disk => ({
			file: child(disk, 'source')?.attributes.file ?? '', target: child(disk, 'target')?.attributes.dev ?? '', isReadOnly: child(disk, 'readonly') !== undefined, format: child(disk, 'driver')?.attributes.type ?? 'raw',
		})),
		console: readConsole(child(devices, 'serial', 'log')),
		interfaces: children(devices, 'interface').map(each => readInterface(each)),
		isPersistent: false,
		isAutostarted: false,
		state: 'shut off',
		taps: [],
		snapshots: [],
	};
}

const readConsole = (log: Element | undefined): Domain['console'] => log?.attributes.file === undefined ? undefined : {file: log.attributes.file, isAppended: log.attributes.append === 'on'};

function readInterface(element: Element): DomainInterface {
	const {type} = element.attributes;
	const source = child(element, 'source')?.attributes;
	const where = type === 'network' ? source?.network : source?.bridge;
	if ((type !== 'network' && type !== 'bridge') || where === undefined) {
		throw new Refusal(`error: XML error: No <source> '${type === 'network' ? 'network' : 'bridge'}' attribute specified with <interface type='${type ?? ''}'/>`);
	}

	const mac = child(element, 'mac')?.attributes.address ?? '';
	if (!/^(?:[\da-f]{2}:){5}[\da-f]{2}$/v.test(mac) || Number.parseInt(mac.slice(0, 2), 16) % 2 === 1) {
		throw new Refusal(`error: XML error: expected unicast mac address, found '${mac}'`);
	}

	const address = child(element, 'address')?.attributes;
	return {
		type, source: where, target: child(element, 'target')?.attributes.dev, mac, bus: Number(address?.bus ?? 0), slot: Number(address?.slot ?? 0), function: Number(address?.function ?? 0),
	};
}

function checkPciAddresses(devices: Element | undefined): void {
	const taken = new Set<string>();
	const buses = new Set(children(devices, 'controller').filter(({attributes: {type}}) => type === 'pci').map(({attributes: {index}}) => Number(index)));
	for (const device of devices?.children ?? []) {
		const address = child(device, 'address')?.attributes;
		if (address?.type !== 'pci') {
			continue;
		}

		const key = `${address.domain ?? ''}:${address.bus ?? ''}:${address.slot ?? ''}.${address.function ?? ''}`;
		if (taken.has(key)) {
			throw new Refusal(`error: XML error: Attempted double use of PCI Address ${key}`);
		}

		if (!buses.has(Number(address.bus))) {
			throw new Refusal(`error: XML error: Invalid PCI address ${key}. slot must be on an existing bus`);
		}

		taken.add(key);
	}
}
