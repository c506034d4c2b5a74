import type {Machine} from '../../machine.js';
import {rootFiles} from '../../systemd/units.js';
import {type NetworkConfig, netplanFile} from '../configure.js';

const directory = '/run/systemd/network';

/**
What netplan's generator makes of its file at each boot: files of systemd-networkd, and of udev for names.
*/
export function generateNetplan(machine: Machine, now: () => number): void {
	const files = rootFiles(machine, now);
	const text = files.textIfThere(netplanFile);
	files.mkdir(directory, {recursive: true});
	const old = files.list(directory).filter(each => each.startsWith('10-netplan-'));
	for (const name of old) {
		files.remove(`${directory}/${name}`);
	}

	const {ethernets = {}} = text === undefined ? {} : (JSON.parse(text) as {readonly network: NetworkConfig}).network;
	for (const [id, ethernet] of Object.entries(ethernets)) {
		const {match, 'set-name': name, dhcp4 = false, addresses = []} = ethernet;
		const mac = match?.macaddress === undefined ? [] : [`PermanentMACAddress=${match.macaddress}`];
		files.write(`${directory}/10-netplan-${id}.network`, [
			'[Match]',
			...mac,
			...(name !== undefined || mac.length === 0 ? [`Name=${name ?? id}`] : []),
			'',
			'[Network]',
			...(dhcp4 ? ['DHCP=ipv4'] : []),
			'LinkLocalAddressing=ipv6',
			...addresses.map(address => `Address=${address}`),
			'ConfigureWithoutCarrier=yes',
			'',
			...(dhcp4 ? ['[DHCP]', 'RouteMetric=100', 'UseMTU=true', ''] : []),
		].join('\n'));
		if (name !== undefined) {
			files.write(`${directory}/10-netplan-${id}.link`, ['[Match]', ...mac, '', '[Link]', `Name=${name}`, ''].join('\n'));
		}
	}
}
