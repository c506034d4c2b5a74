import {randomBytes} from 'node:crypto';
import type {Machine} from '../../machine.js';
import {
	addBridge,
	addPort,
	bridgeOfPort,
	bridgesOf,
	deleteBridge,
	deletePort,
} from '../../ovs/bridges.js';
import {
	mapOf,
	named,
	servedDatabase,
	update,
} from '../../ovs/database.js';
import {changeOvs} from '../../ovs/vswitchd.js';
import {Refusal} from '../../program.js';
import type {Rehearsal} from '../../rehearsal.js';
import {stateOf} from '../../systemd/units.js';
import {type Link, makeLink} from '../model.js';
import {
	hasCarrier,
	isLike,
	release,
	settle,
} from '../settle.js';
import {isTrue} from './properties.js';
import {
	controllerOf,
	deviceOf,
	idOf,
	type Profile,
	profilesOf,
	typeOf,
	uuidOf,
	valueOf,
} from './profiles.js';

export const isManagerActive = (machine: Machine): boolean => stateOf(machine, 'NetworkManager.service').state === 'active';

const failed = (why: string) => new Refusal(`Error: Connection activation failed: ${why}`, 4);

/**
What a profile is active on: the links' own names, and `ovs-bridge br-ex` for what is no link.
*/
export const activeKey = (profile: Profile): string => typeOf(profile).startsWith('ovs-') && typeOf(profile) !== 'ovs-interface' ? `${typeOf(profile)} ${deviceOf(profile) ?? ''}` : deviceOf(profile) ?? '';

export const isActive = (profile: Profile, machine: Machine): boolean => machine.network.manager.active.values().some(uuid => uuid === uuidOf(profile));

export const isUnmanaged = (device: string, machine: Machine): boolean => machine.network.manager.unmanaged.some(pattern => isLike(device, pattern));

/**
Brings a profile up on its device, and before it what it is a port of.
*/
export async function activate(profile: Profile, machine: Machine, rehearsal: Rehearsal): Promise<void> {
	const {active, hasOvsPlugin} = machine.network.manager;
	const type = typeOf(profile);
	const device = deviceOf(profile);
	if (type.startsWith('ovs-') || valueOf(profile, 'connection.port-type') === 'ovs-port') {
		if (!hasOvsPlugin) {
			throw failed(`NetworkManager plugin for '${type.startsWith('ovs-') ? type : 'ovs-port'}' unavailable`);
		}

		if (!servedDatabase(machine)) {
			throw failed('Could not connect to the Open vSwitch database: /run/openvswitch/db.sock: No such file or directory');
		}
	}

	const controller = await activeController(profile, machine, rehearsal);
	if (type === 'ovs-bridge' || type === 'ovs-port') {
		active.set(activeKey(profile), uuidOf(profile));
		return;
	}

	const link = await linkOf(profile, controller, machine, rehearsal);
	if (device !== undefined && isUnmanaged(device, machine)) {
		throw failed(`No suitable device found for this connection (device ${device} not available because device is strictly unmanaged).`);
	}

	const before = active.get(link.name);
	if (before !== undefined && before !== uuidOf(profile)) {
		await leaveController(link, machine, rehearsal);
	}

	active.set(link.name, uuidOf(profile));
	link.isUp = true;
	const mac = valueOf(profile, '802-3-ethernet.cloned-mac-address');
	if (mac?.includes(':')) {
		link.permanentMac ??= link.mac;
		link.mac = mac.toLowerCase();
	}

	if (controller) {
		await join(profile, link, controller, machine, rehearsal);
	}

	if (controller && type !== 'ovs-interface') {
		release(machine, link);
		return;
	}

	configure(profile, link, machine, rehearsal);
}

async function activeController(profile: Profile, machine: Machine, rehearsal: Rehearsal): Promise<Profile | undefined> {
	const word = valueOf(profile, 'connection.controller');
	const portType = valueOf(profile, 'connection.port-type');
	if (word === undefined) {
		if (typeOf(profile) === 'ovs-interface' || typeOf(profile) === 'ovs-port') {
			throw failed('Master connection not found or invalid');
		}

		return undefined;
	}

	const controller = controllerOf(word, [portType ?? ''], machine);
	if (!controller) {
		throw failed('Master connection not found or invalid');
	}

	if (!isActive(controller, machine)) {
		await activate(controller, machine, rehearsal);
	}

	return controller;
}

const virtualKinds: Readonly<Record<string, Link['kind']>> = {bridge: 'bridge', dummy: 'dummy'};

async function linkOf(profile: Profile, controller: Profile | undefined, machine: Machine, rehearsal: Rehearsal): Promise<Link> {
	const {links} = machine.network;
	const device = deviceOf(profile) ?? '';
	const type = typeOf(profile);
	const kind = virtualKinds[type];
	if (kind !== undefined && !links.has(device)) {
		links.set(device, makeLink(device, kind, valueOf(profile, 'bridge.mac-address')?.toLowerCase() ?? `02:${randomBytes(5).toString('hex').match(/../gv)!.join(':')}`));
	}

	if (type === 'ovs-interface') {
		await join(profile, undefined, controller!, machine, rehearsal);
	}

	const link = links.get(device) ?? links.values().find(each => each.kind === 'ethernet' && each.mac === valueOf(profile, '802-3-ethernet.mac-address')?.toLowerCase());
	if (!link || (type === '802-3-ethernet' && link.kind !== 'ethernet' && link.kind !== 'veth')) {
		throw failed(type === 'ovs-interface' ? 'The device could not be readied for configuration (ovs-vswitchd made no such device)' : 'No suitable device found for this connection (device lo not available because profile is not compatible with device (mismatching interface name)).');
	}

	return link;
}

// Into the Linux bridge, or as an interface into the port and the bridge of Open vSwitch.
async function join(profile: Profile, link: Link | undefined, controller: Profile, machine: Machine, rehearsal: Rehearsal): Promise<void> {
	if (typeOf(controller) === 'bridge') {
		link!.master = deviceOf(controller)!;
		return;
	}

	const bridge = controllerOf(valueOf(controller, 'connection.controller') ?? '', ['ovs-bridge'], machine);
	const bridgeName = (bridge && deviceOf(bridge))!;
	const name = deviceOf(profile) ?? link!.name;
	const type = typeOf(profile) === 'ovs-interface' ? valueOf(profile, 'ovs-interface.type') ?? 'internal' : '';
	const ids = (of: Profile) => ({'NM.connection.uuid': uuidOf(of)});
	await changeOvs(machine, rehearsal, database => {
		if (bridgesOf(database).every(each => each.name !== bridgeName)) {
			addBridge(database, bridgeName);
		}

		const row = named(database, 'Bridge', bridgeName)!;
		const hwaddr = valueOf(profile, '802-3-ethernet.cloned-mac-address');
		const mode = valueOf(bridge!, 'ovs-bridge.fail-mode');
		update(database, 'Bridge', row, {
			external_ids: {...mapOf(row, 'external_ids'), ...ids(bridge!)},
			...(mode !== undefined && {fail_mode: mode}),
			...(name === bridgeName && hwaddr !== undefined && {other_config: {...mapOf(row, 'other_config'), hwaddr: hwaddr.toLowerCase()}}),
		});
		if (name !== bridgeName && bridgeOfPort(database, name)?.name !== bridgeName) {
			deletePort(database, name);
			addPort(database, bridgeName, name, type === '' ? {} : {type});
		}

		const added = named(database, 'Interface', name)!;
		update(database, 'Interface', added, {external_ids: {...mapOf(added, 'external_ids'), ...ids(profile)}});
	});
}

async function leaveController(link: Link, machine: Machine, rehearsal: Rehearsal): Promise<void> {
	if (link.master === 'ovs-system' && servedDatabase(machine)) {
		await changeOvs(machine, rehearsal, database => {
			deletePort(database, link.name);
		});
	} else {
		delete link.master;
	}
}

const usualMetrics: Readonly<Record<string, number>> = {'802-3-ethernet': 100, bridge: 425, 'ovs-interface': 800};

/**
Addresses and routes as the profile says them.
*/
export function configure(profile: Profile, link: Link, machine: Machine, rehearsal: Rehearsal): void {
	const method = valueOf(profile, 'ipv4.method') ?? 'auto';
	const metric = Number(valueOf(profile, 'ipv4.route-metric') ?? -1);
	const isDefault = !isTrue(valueOf(profile, 'ipv4.never-default'));
	const used = metric === -1 ? usualMetrics[typeOf(profile)] ?? 450 : metric;
	settle(machine, link, {
		addresses: method === 'disabled'
			? []
			: (valueOf(profile, 'ipv4.addresses') ?? '').split(/[\s,]+/v).filter(each => each !== '').map(text => {
				const [address = '', prefix = '32'] = text.split('/', 2);
				return {address, prefix: Number(prefix)};
			}),
		isDhcp: method === 'auto' && hasCarrier(link, machine),
		gateway: isDefault ? valueOf(profile, 'ipv4.gateway') : undefined,
		gatewayMetric: used,
		dhcpMetric: used,
		usesRouter: isDefault && !isTrue(valueOf(profile, 'ipv4.ignore-auto-routes')),
		usesDns: !isTrue(valueOf(profile, 'ipv4.ignore-auto-dns')),
		hasLinkLocal: !['disabled', 'ignore'].includes(valueOf(profile, 'ipv6.method') ?? 'link-local'),
	}, rehearsal);
	const servers = valueOf(profile, 'ipv4.dns')?.split(/[\s,]+/v);
	if (servers) {
		link.dns = [...servers, ...link.dns ?? []];
	}
}

/**
Takes a profile off its device.
*/
export async function deactivate(profile: Profile, machine: Machine, rehearsal: Rehearsal): Promise<void> {
	const {links, manager: {active}} = machine.network;
	const [key] = active.entries().find(([, uuid]) => uuid === uuidOf(profile)) ?? [];
	if (key === undefined) {
		return;
	}

	active.delete(key);
	// Ports go with what they are ports of.
	const ports = profilesOf(machine).filter(each => valueOf(each, 'connection.port-type') === typeOf(profile) && [uuidOf(profile), idOf(profile), deviceOf(profile)].includes(valueOf(each, 'connection.controller')));
	for (const port of ports) {
		await deactivate(port, machine, rehearsal);
	}

	const type = typeOf(profile);
	if (type === 'ovs-bridge') {
		if (servedDatabase(machine)) {
			await changeOvs(machine, rehearsal, database => {
				deleteBridge(database, deviceOf(profile) ?? '');
			});
		}

		return;
	}

	const link = links.get(key);
	if (!link) {
		return;
	}

	await leaveController(link, machine, rehearsal);
	release(machine, link);
	if (type === 'bridge') {
		links.delete(key);
	}
}

/**
What NetworkManager does by itself with a device that is new, or free again: the best profile that is for it.
*/
export async function autoconnect(device: string, machine: Machine, rehearsal: Rehearsal, blocked?: string): Promise<void> {
	const link = machine.network.links.get(device);
	if (!link || machine.network.manager.active.has(device) || isUnmanaged(device, machine)) {
		return;
	}

	const best = autoconnecting(machine).find(profile => typeOf(profile) === '802-3-ethernet' && uuidOf(profile) !== blocked && isFor(profile, link));
	if (best) {
		await activate(best, machine, rehearsal);
	}
}

const isFor = (profile: Profile, link: Link): boolean => {
	const mac = valueOf(profile, '802-3-ethernet.mac-address')?.toLowerCase();
	const device = deviceOf(profile);
	return (device === undefined || device === link.name) && (mac === undefined || mac === (link.permanentMac ?? link.mac));
};

/**
Profiles that start by themselves, the first of them first.
*/
export const autoconnecting = (machine: Machine): readonly Profile[] => profilesOf(machine)
	.filter(profile => isTrue(valueOf(profile, 'connection.autoconnect') ?? 'yes'))
	.toSorted((one, other) => Number(valueOf(other, 'connection.autoconnect-priority') ?? 0) - Number(valueOf(one, 'connection.autoconnect-priority') ?? 0));
