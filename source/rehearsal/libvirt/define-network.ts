import {randomUUID} from 'node:crypto';
import {Refusal} from '../program.js';
import {nextNumber, type World} from '../world.js';
import type {LibvirtNetwork} from './model.js';
import {child, children, readXml} from './xml.js';

/**
Makes a network of its definition.
*/
export function readNetwork(text: string, world: World): LibvirtNetwork {
	const root = readXml(text);
	const name = child(root, 'name')?.text;
	if (root.name !== 'network' || name === undefined || name === '') {
		throw new Refusal('error: XML error: missing element or attribute \'name\'');
	}

	const bridge = child(root, 'bridge')?.attributes.name ?? `virbr${nextNumber(world)}`;
	const forward = child(root, 'forward');
	const ip = child(root, 'ip');
	const range = child(ip, 'dhcp', 'range')?.attributes;
	if (forward && !['nat', 'route', 'bridge', 'open'].includes(forward.attributes.mode ?? 'nat')) {
		throw new Refusal(`error: unsupported configuration: unknown forwarding type '${forward.attributes.mode!}'`);
	}

	return {
		name,
		uuid: child(root, 'uuid')?.text ?? randomUUID(),
		bridge,
		mac: `52:54:00:00:10:${nextNumber(world).toString(16).padStart(2, '0')}`,
		isActive: false,
		isAutostarted: false,
		domain: child(root, 'domain')?.attributes.name,
		ip: ip && {address: ip.attributes.address ?? '', netmask: ip.attributes.netmask ?? '255.255.255.0', range: range && {start: range.start ?? '', end: range.end ?? ''}},
		isNat: forward?.attributes.mode === 'nat',
		reservations: [],
		configured: children(child(ip, 'dhcp'), 'host').map(({attributes: {mac = '', name: host = '', ip: address = ''}}) => ({mac, name: host, address})),
		leases: new Map(),
	};
}

/**
The definition as `net-dumpxml` gives it back.
*/
export function networkXml(network: LibvirtNetwork, isInactive: boolean): string {
	const {
		name, uuid, bridge, mac, domain, ip, isNat,
	} = network;
	const reservations = network.isActive && !isInactive ? network.reservations : network.configured;
	const dhcp = ip?.range === undefined
		? []
		: [
			'    <dhcp>',
			`      <range start='${ip.range.start}' end='${ip.range.end}'/>`,
			...reservations.map(each => `      <host mac='${each.mac}' name='${each.name}' ip='${each.address}'/>`),
			'    </dhcp>',
		];
	return [
		'<network>',
		`  <name>${name}</name>`,
		`  <uuid>${uuid}</uuid>`,
		...(isNat ? ['  <forward mode=\'nat\'>', '    <nat>', '      <port start=\'1024\' end=\'65535\'/>', '    </nat>', '  </forward>'] : []),
		`  <bridge name='${bridge}' stp='on' delay='0'/>`,
		`  <mac address='${mac}'/>`,
		...(domain === undefined ? [] : [`  <domain name='${domain}'/>`]),
		...(ip === undefined ? [] : [`  <ip address='${ip.address}' netmask='${ip.netmask}'>`, ...dhcp, '  </ip>']),
		'</network>',
		'',
	].join('\n');
}
