import {type Command, fragment, sh} from '../../source/shell/command.js';
import {type FileToWrite, writeFile} from '../../source/shell/file.js';

/**
The file of systemd-networkd for one device; it comes before netplan's `10-netplan-...`.
*/
export const networkFile = (device: string): string => `/etc/systemd/network/05-dpu-${device}.network`;

export type Address = {
	readonly address: string;
	readonly gateway?: string;
};

/**
A device with an address, and with the default route where a gateway is given.
*/
export const addressed = (device: string, {address, gateway}: Address): FileToWrite => ({
	path: networkFile(device),
	asRoot: true,
	content: [
		'[Match]',
		`Name=${device}`,
		'',
		'[Link]',
		'RequiredForOnline=no',
		'',
		'[Network]',
		`Address=${address}`,
		'LinkLocalAddressing=no',
		'IPv6AcceptRA=no',
		'ConfigureWithoutCarrier=yes',
		...(gateway === undefined ? [] : ['', '[Route]', `Gateway=${gateway}`, 'Metric=50']),
	].join('\n'),
});

/**
A device that is up and has no address: a port of a bridge. `bridge` is left out for Open vSwitch, which takes its ports itself.
*/
export const port = (device: string, bridge?: string): FileToWrite => ({
	path: networkFile(device),
	asRoot: true,
	content: [
		'[Match]',
		`Name=${device}`,
		'',
		'[Link]',
		'RequiredForOnline=no',
		'',
		'[Network]',
		'LinkLocalAddressing=no',
		'IPv6AcceptRA=no',
		...(bridge === undefined ? [] : [`Bridge=${bridge}`]),
	].join('\n'),
});

export const bridgeDevice = (name: string, mac: string): FileToWrite => ({
	path: `/etc/systemd/network/05-dpu-${name}.netdev`,
	asRoot: true,
	content: ['[NetDev]', `Name=${name}`, 'Kind=bridge', `MACAddress=${mac}`, '', '[Bridge]', 'STP=no'].join('\n'),
});

/**
Writes the files and lets systemd-networkd act on them.
*/
export const networkd = (files: readonly FileToWrite[], devices: readonly string[]): readonly Command[] => [
	...files.map(file => writeFile(file)),
	sh`sudo networkctl reload`,
	...devices.map(device => sh`sudo networkctl reconfigure ${device}`),
];

/**
Keeps what DHCP says of a device from giving a default route and DNS servers. A drop-in to whichever file holds it, so that it still identifies itself
as before and keeps its reserved address.
*/
export const networkdWithoutDefaultRoute = (device: string): Command => sh`
	set -e
	held=$(networkctl status --no-pager ${device} | sed -n "s/^ *Network File: //p" | head -n 1)
	test -n "$held" || { echo ${`systemd-networkd does not manage ${device}`} >&2; exit 1; }
	sudo install -D -m 0644 /dev/stdin "/etc/systemd/network/$(basename "$held").d/90-dpu.conf" ${fragment('<<\'EOF\'\n[DHCPv4]\nUseGateway=no\nUseDNS=no\nEOF')}
	sudo networkctl reload
	sudo networkctl reconfigure ${device}
`;
