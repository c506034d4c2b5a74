import {randomBytes} from 'node:crypto';
import type {Machine} from '../../machine.js';
import type {Rehearsal} from '../../rehearsal.js';
import {stateOf} from '../../systemd/units.js';
import {isIpv4} from '../address.js';
import {linksAppeared} from '../hotplug.js';
import {valueIn, valuesIn} from '../ini.js';
import {type Link, makeLink} from '../model.js';
import {hasCarrier, type LinkSettings, settle} from '../settle.js';
import {fileFor, type NetworkdFile, networkFiles} from './files.js';

export const isNetworkdActive = (machine: Machine): boolean => stateOf(machine, 'systemd-networkd.service').state === 'active';

/**
Reads all files: makes devices that have a .netdev file and are not there, and sets up links whose files are others than before.
*/
export async function reloadNetworkd(machine: Machine, rehearsal: Rehearsal): Promise<void> {
	const {links} = machine.network;
	const made: string[] = [];
	for (const {entries} of networkFiles(machine, '.netdev')) {
		const name = valueIn(entries, 'NetDev', 'Name');
		const kind = kinds[valueIn(entries, 'NetDev', 'Kind') ?? ''];
		if (name === undefined || kind === undefined || links.has(name)) {
			continue;
		}

		links.set(name, makeLink(name, kind, valueIn(entries, 'NetDev', 'MACAddress')?.toLowerCase() ?? `02:${randomBytes(5).toString('hex').match(/../gv)!.join(':')}`));
		made.push(name);
	}

	await linksAppeared(made, machine, rehearsal);
	const files = networkFiles(machine, '.network');
	for (const link of links.values()) {
		if (link.settledBy !== (fileFor(link, files)?.text)) {
			setUp(link, files, machine, rehearsal);
		}
	}

	// A bridge has carrier by its ports, which come after it.
	const waiting = links.values().filter(({kind, settledBy}) => kind === 'bridge' && settledBy === undefined).toArray();
	for (const link of waiting) {
		setUp(link, files, machine, rehearsal);
	}
}

const kinds: Readonly<Record<string, Link['kind']>> = {bridge: 'bridge', dummy: 'dummy', veth: 'veth'};

/**
Sets a link up by its file anew; false where it has none.
*/
export function reconfigureLink(link: Link, machine: Machine, rehearsal: Rehearsal): boolean {
	return setUp(link, networkFiles(machine, '.network'), machine, rehearsal);
}

function setUp(link: Link, files: readonly NetworkdFile[], machine: Machine, rehearsal: Rehearsal): boolean {
	const file = fileFor(link, files);
	if (!file || valueIn(file.entries, 'Link', 'Unmanaged') === 'yes') {
		delete link.settledBy;
		return file !== undefined;
	}

	const bridge = valueIn(file.entries, 'Network', 'Bridge');
	link.isUp = true;
	if (bridge !== undefined && machine.network.links.get(bridge)?.kind === 'bridge') {
		link.master = bridge;
	} else if (machine.network.links.get(link.master ?? '')?.kind === 'bridge') {
		delete link.master;
	}

	if (!hasCarrier(link, machine) && valueIn(file.entries, 'Network', 'ConfigureWithoutCarrier') !== 'yes') {
		delete link.settledBy;
		return true;
	}

	settle(machine, link, settingsOf(file), rehearsal);
	link.settledBy = file.text;
	return true;
}

const isNo = (value: string | undefined) => ['no', 'false', '0', 'off'].includes(value ?? '');

function settingsOf({entries}: NetworkdFile): LinkSettings {
	const dhcp = valueIn(entries, 'Network', 'DHCP') ?? 'no';
	const addresses = [...valuesIn(entries, 'Network', 'Address'), ...valuesIn(entries, 'Address', 'Address')].flatMap(text => {
		const [address = '', prefix = '32'] = text.split('/', 2);
		// What it can't read it tells the journal, and goes on.
		return isIpv4(address) && /^\d{1,2}$/v.test(prefix) ? [{address, prefix: Number(prefix)}] : [];
	});
	const gateway = valueIn(entries, 'Route', 'Gateway') ?? valueIn(entries, 'Network', 'Gateway');
	return {
		addresses,
		isDhcp: dhcp === 'yes' || dhcp === 'ipv4',
		gateway: gateway !== undefined && isIpv4(gateway) && addresses.length > 0 ? gateway : undefined,
		gatewayMetric: Number(valueIn(entries, 'Route', 'Metric') ?? 0),
		dhcpMetric: Number(valueIn(entries, 'DHCPv4', 'RouteMetric') ?? valueIn(entries, 'DHCP', 'RouteMetric') ?? 1024),
		usesRouter: !isNo(valueIn(entries, 'DHCPv4', 'UseGateway') ?? valueIn(entries, 'DHCPv4', 'UseRoutes')),
		usesDns: !isNo(valueIn(entries, 'DHCPv4', 'UseDNS')),
		hasLinkLocal: !['no', 'ipv4', 'false'].includes(valueIn(entries, 'Network', 'LinkLocalAddressing') ?? 'ipv6'),
	};
}
