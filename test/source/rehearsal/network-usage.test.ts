import {expect, test} from 'vitest';
import {cloudMachine} from '../../../source/rehearsal/cloud/image.js';
import {openRehearsal} from '../../../source/rehearsal/open.js';
import {installPackage} from '../../../source/rehearsal/packages/install.js';
import type {Family} from '../../../source/rehearsal/packages.js';
import {makeLink} from '../../../source/rehearsal/network/model.js';
import {rootOf, runScript} from '../../../source/rehearsal/script.js';
import {startUnit} from '../../../source/rehearsal/systemd/start.js';

type Shell = (text: string) => Promise<{readonly status: number; readonly output: string}>;

/**
A guest by itself, with two NICs and Open vSwitch: what its programs take and refuse.
*/
async function guest(family: Family): Promise<Shell> {
	const {rehearsal} = openRehearsal({speed: Infinity});
	const machine = cloudMachine(family);
	machine.name = 'guest';
	rehearsal.world.nodes.set('guest', machine);
	for (const name of family === 'fedora' ? ['openvswitch', 'NetworkManager-ovs'] : ['openvswitch-switch']) {
		installPackage(machine, name);
	}

	for (const [index, name] of ['enp1s0', 'enp7s0'].entries()) {
		machine.network.links.set(name, makeLink(name, 'ethernet', `52:54:00:00:00:0${index}`, {wire: {machine: 'nowhere', link: ''}}));
	}

	for (const unit of family === 'fedora' ? ['openvswitch', 'NetworkManager'] : ['openvswitch-switch', 'systemd-networkd']) {
		expect(await startUnit(unit, machine, rehearsal)).toBe(undefined);
	}

	return async text => {
		let output = '';
		const status = await runScript(text, {
			rehearsal,
			machine,
			user: rootOf(machine),
			signal: new AbortController().signal,
			onOutput(_stream, bytes) {
				output += new TextDecoder().decode(bytes);
			},
		});
		return {status, output: output.trim()};
	};
}

const bridge = [
	'nmcli connection add type ovs-bridge con-name br-ex ifname br-ex autoconnect no',
	'nmcli connection add type ovs-port master br-ex con-name ovs-port-br-ex ifname br-ex autoconnect no',
	'nmcli connection add type ovs-interface slave-type ovs-port master ovs-port-br-ex con-name ovs-if-br-ex ifname br-ex autoconnect no',
	'nmcli connection modify id ovs-if-br-ex ipv4.method manual ipv4.addresses 192.0.2.5/24 802-3-ethernet.cloned-mac-address 52:54:00:aa:bb:cc',
].join(' && ');

test('Open vSwitch refuses what it does not know', async () => {
	const shell = await guest('debian');
	await shell('ovs-vsctl add-br br0 -- add-port br0 enp7s0');
	for (const [text, words, status = 1] of [
		['ovs-vsctl add-bridge br1', 'unknown command \'add-bridge\''],
		['ovs-vsctl --may-exists add-br br1', 'unrecognized option \'--may-exists\''],
		['ovs-vsctl --may-exist del-br br0', '\'del-br\' command has no \'--may-exist\' option'],
		['ovs-vsctl add-br', '\'add-br\' command requires at least 1 arguments'],
		['ovs-vsctl add-br br0', 'a bridge named br0 already exists'],
		['ovs-vsctl set Brige br0 fail_mode=secure', 'unknown table "Brige"'],
		['ovs-vsctl set Bridge br9 fail_mode=secure', 'no row "br9" in table Bridge'],
		['ovs-vsctl set Bridge br0 fail-mod3=secure', 'does not contain a column whose name matches "fail-mod3"'],
		['ovs-vsctl set Bridge br0 fail_mode=safe', 'is not one of the allowed values'],
		['ovs-vsctl set Bridge br0 other-config:hwaddr=52:54:00:00:00:09', 'trailing garbage'],
		['ovs-vsctl set Bridge br0 other_config:hwaddr', 'does not end in "="'],
		['ovs-vsctl get Open_vSwitch . external_ids:ovn-remote', 'no key ovn-remote in Open_vSwitch record "."'],
		['ovs-vsctl port-to-br enp1s0', 'no port named enp1s0'],
		['ovs-vsctl br-exists br9', '', 2],
		['ovs-ofctl del-flow br0', 'unknown command \'del-flow\''],
		['ovs-ofctl add-flow br9 actions=NORMAL', 'br9 is not a bridge or a socket'],
		['ovs-ofctl add-flow br0 action=NORMALLY', 'unknown action NORMALLY'],
		['ovs-ofctl add-flow br0 in_prt=1,actions=NORMAL', 'unknown keyword in_prt'],
		['ovs-appctl fdb/shows', 'is not a valid command', 2],
	] as const) {
		const {status: found, output} = await shell(text);
		expect({text, status: found, output}).toEqual({text, status, output: expect.stringContaining(words) as string});
	}

	// All of a transaction or nothing.
	expect(await shell('ovs-vsctl add-br br1 -- set Bridge br1 nonsense=1; ovs-vsctl list-br')).toMatchObject({output: expect.stringMatching(/\nbr0$/v) as string});
	expect(await shell('ovs-vsctl --bare --columns=name find Interface type=internal')).toMatchObject({output: 'br0'});
});

test('NetworkManager refuses what it does not know', async () => {
	const shell = await guest('fedora');
	expect(await shell(bridge)).toMatchObject({status: 0});
	for (const [text, words, status = 2] of [
		['nmcli connection ad type bridge ifname b con-name b nonsense 1', 'invalid <setting>.<property> \'nonsense\''],
		['nmcli connection add type brigde ifname b con-name b', 'invalid connection type'],
		['nmcli connection add type bridge con-name b', '\'ifname\' argument is required'],
		['nmcli connection add type ovs-port ifname enp7s0 con-name p master br-x', '\'br-x\' is not valid master'],
		['nmcli connection add type ovs-interface ifname b con-name b', 'needs to have a port-type', 1],
		['nmcli connection modify id br-ex conection.autoconnect yes', 'invalid or not allowed setting \'conection\''],
		['nmcli connection modify id br-ex connection.autoconect yes', 'invalid property \'autoconect\''],
		['nmcli connection modify id br-ex connection.autoconnect maybe', '\'maybe\' is not valid'],
		['nmcli connection modify id ovs-if-br-ex ipv4.addresses 192.0.2.300/24', 'invalid IP address'],
		['nmcli connection modify id ovs-if-br-ex ipv4.addresses ""', 'cannot be empty for \'method=manual\'', 1],
		['nmcli connection modify id nothing connection.autoconnect yes', 'unknown connection \'nothing\'', 10],
		['nmcli connection show id nothing', 'nothing - no such connection profile', 10],
		['nmcli device show eth9', 'Device \'eth9\' not found', 10],
		['nmcli -g GENERAL.CONECTION device show enp7s0', 'invalid field \'GENERAL.CONECTION\''],
		['nmcli --nonsense connection show', 'Option \'--nonsense\' is unknown'],
		['nmcli connection bring up', 'argument \'bring\' not understood'],
		['systemctl stop NetworkManager; nmcli connection show', 'NetworkManager is not running', 8],
	] as const) {
		const {status: found, output} = await shell(text);
		expect({text, status: found, output}).toEqual({text, status, output: expect.stringContaining(words) as string});
	}
});

test('NetworkManager takes Open vSwitch only where its plugin was there as it started', async () => {
	const shell = await guest('fedora');
	await shell(`${bridge}; dnf remove -y NetworkManager-ovs; systemctl restart NetworkManager`);
	expect(await shell('nmcli connection up id ovs-if-br-ex')).toMatchObject({status: 4, output: expect.stringContaining('plugin') as string});
	await shell('systemctl stop openvswitch');
	expect(await shell('nmcli connection up id ovs-if-br-ex')).toMatchObject({status: 4});
});

test('the other programs of the network refuse what they do not know', async () => {
	const shell = await guest('debian');
	for (const [text, words, status = 1] of [
		['ip adr show', 'Object "adr" is unknown'],
		['ip link shown', 'Command "shown" is unknown', 255],
		['ip addr show dev eth9', 'Device "eth9" does not exist'],
		['ip link set eth9 up', 'Cannot find device "eth9"'],
		['ip link set enp7s0 upp', 'is a garbage', 255],
		['ip route show via nonsense', 'any valid address is expected'],
		['ip addr add 192.0.2.999/24 dev enp7s0', 'any valid prefix is expected'],
		['networkctl reloads', 'Unknown command verb'],
		['networkctl reconfigure eth9', 'Interface "eth9" not found'],
		['networkctl --no-page status', 'unrecognized option'],
		['resolvectl ask', 'Unknown command verb'],
		['getent ahostsv5 example.com', 'Unknown database'],
		['getent ahostsv4 example.com', '', 2],
		['udevadm setle', 'Unknown command verb'],
		['ping -c1 -Z 192.0.2.1', 'invalid option', 2],
		['ping -c1 -W1 -I eth9 192.0.2.1', 'No such device', 2],
	] as const) {
		const {status: found, output} = await shell(text);
		expect({text, status: found, output}).toEqual({text, status, output: expect.stringContaining(words) as string});
	}
});

test('each database of Open vSwitch has an identity of its own, until its files are copied', async () => {
	const shell = await guest('debian');
	const identity = 'ovs-vsctl get Open_vSwitch . external_ids:system-id';
	const {output: first} = await shell(identity);
	expect(await shell(`systemctl restart openvswitch-switch; ${identity}`)).toMatchObject({output: first});
	const {output: anew} = await shell(`systemctl stop openvswitch-switch; rm /etc/openvswitch/conf.db /etc/openvswitch/system-id.conf; systemctl start openvswitch-switch; ${identity}`);
	expect(anew).toMatch(/^"?[\d\-a-f]{36}"?$/v);
	expect(anew).not.toBe(first);
	expect(await shell(`systemctl stop openvswitch-switch; ${identity}`)).toMatchObject({status: 1, output: expect.stringContaining('database connection failed') as string});
});
