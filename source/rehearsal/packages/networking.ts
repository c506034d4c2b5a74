import type {PackageContent, PackageLists} from '../packages.js';
import {unitFiles} from './units.js';

const ovsCtl = '/usr/share/openvswitch/scripts/ovs-ctl';

const section = (name: string, lines: readonly string[]) => [`[${name}]`, ...lines, ''];

/**
The units of Open vSwitch: the one that is enabled does nothing itself, and the two that do the work come and go with it.
*/
const ovsUnits = (main: string): Readonly<Record<string, string>> => unitFiles({
	[main]: [
		...section('Unit', ['Description=Open vSwitch', 'Requires=ovsdb-server.service', 'Requires=ovs-vswitchd.service', 'After=ovsdb-server.service ovs-vswitchd.service', 'Before=network.target']),
		...section('Service', ['Type=oneshot', 'ExecStart=/usr/bin/true', 'ExecReload=/usr/bin/true', 'RemainAfterExit=yes']),
		...section('Install', ['WantedBy=multi-user.target']),
	].join('\n'),
	'ovsdb-server.service': [
		...section('Unit', ['Description=Open vSwitch Database Unit', `PartOf=${main}`]),
		...section('Service', ['Type=forking', `ExecStart=${ovsCtl} --no-ovs-vswitchd --no-monitor --system-id=random --no-record-hostname start`]),
	].join('\n'),
	'ovs-vswitchd.service': [
		...section('Unit', ['Description=Open vSwitch Forwarding Unit', 'Requires=ovsdb-server.service', 'After=ovsdb-server.service', `PartOf=${main}`]),
		...section('Service', ['Type=forking', `ExecStart=${ovsCtl} --no-ovsdb-server --no-monitor --system-id=random --no-record-hostname start`]),
	].join('\n'),
});

const ovsPrograms = [...['ovs-vsctl', 'ovs-ofctl', 'ovs-appctl'].map(name => `/usr/bin/${name}`), ovsCtl, '/usr/sbin/ovsdb-server', '/usr/sbin/ovs-vswitchd'];

/**
Open vSwitch and what belongs to it.
*/
export const networkingPackages: PackageLists = {
	fedora: {
		openvswitch: {programs: ovsPrograms, files: ovsUnits('openvswitch.service'), version: '3.5.0'},
		'NetworkManager-ovs': {requires: ['openvswitch'], files: {'/usr/lib64/NetworkManager/libnm-device-plugin-ovs.so': ''}},
	},
	debian: {
		'openvswitch-common': {programs: ovsPrograms, version: '3.1.0'},
		'openvswitch-switch': {
			requires: ['openvswitch-common'], files: ovsUnits('openvswitch-switch.service'), enables: ['openvswitch-switch.service'], version: '3.1.0',
		},
	},
};

/**
What systemd itself has for the network.
*/
export const systemdNetworking = {
	programs: [...['networkctl', 'resolvectl', 'udevadm', 'getent'].map(name => `/usr/bin/${name}`), '/usr/lib/systemd/systemd-networkd', '/usr/lib/systemd/systemd-resolved'],
	files: unitFiles({
		'systemd-networkd.service': [
			...section('Unit', ['Description=Network Configuration', 'Before=network.target']),
			...section('Service', ['Type=notify', 'ExecStart=!!/usr/lib/systemd/systemd-networkd']),
			...section('Install', ['WantedBy=multi-user.target']),
		].join('\n'),
		'systemd-resolved.service': [
			...section('Unit', ['Description=Network Name Resolution', 'Before=network.target']),
			...section('Service', ['Type=notify', 'ExecStart=!!/usr/lib/systemd/systemd-resolved']),
			...section('Install', ['WantedBy=sysinit.target']),
		].join('\n'),
	}),
} satisfies PackageContent;
