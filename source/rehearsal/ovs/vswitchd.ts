import {randomBytes} from 'node:crypto';
import type {Machine} from '../machine.js';
import {linksAppeared} from '../network/hotplug.js';
import {type Link, makeLink} from '../network/model.js';
import type {Rehearsal} from '../rehearsal.js';
import {rootFiles} from '../systemd/units.js';
import {type BridgeView, bridgesOf} from './bridges.js';
import {
	type Database,
	isSwitching,
	mapOf,
	type Row,
	servedDatabase,
	textOf,
	update,
	writeDatabase,
} from './database.js';

/**
Where the sockets of Open vSwitch are.
*/
export const runDirectory = '/var/run/openvswitch';

const tunnelLinks: Readonly<Record<string, string>> = {geneve: 'genev_sys_6081', vxlan: 'vxlan_sys_4789'};

/**
Changes the database, and lets ovs-vswitchd make of it what it does, where it runs.
*/
export async function changeOvs(machine: Machine, rehearsal: Rehearsal, change: (database: Database) => void): Promise<void> {
	const database = servedDatabase(machine);
	if (!database) {
		throw new Error('ovsdb-server does not run');
	}

	change(database);
	writeDatabase(machine, database, rehearsal.clock.now);
	await reconfigure(machine, rehearsal);
}

/**
What ovs-vswitchd does when it starts, when the database has changed, and when links come and go: bridges and internal ports become links, links that are named as ports are taken.
*/
export async function reconfigure(machine: Machine, rehearsal: Rehearsal): Promise<void> {
	const database = servedDatabase(machine);
	if (!database || !isSwitching(machine)) {
		return;
	}

	const {links, flows} = machine.network;
	const bridges = bridgesOf(database);
	const appeared: string[] = [];
	const wanted = new Set<string>();
	const taken = new Set<string>();
	const make = (name: string, kind: Link['kind'], mac: string) => {
		wanted.add(name);
		if (links.has(name)) {
			return;
		}

		links.set(name, makeLink(name, kind, mac));
		appeared.push(name);
	};

	make('ovs-system', 'ovs-system', randomMac());
	for (const bridge of bridges) {
		for (const each of bridge.ports.flatMap(({interfaces}) => interfaces)) {
			const name = textOf(each, 'name');
			const type = textOf(each, 'type');
			let error: string | undefined;
			if (type === 'internal') {
				make(name, 'ovs-internal', macOf(bridge, each, machine));
				links.get(name)!.mac = name === bridge.name ? macOf(bridge, each, machine, links.get(name)!.mac) : links.get(name)!.mac;
			} else if (Object.hasOwn(tunnelLinks, type)) {
				make(tunnelLinks[type]!, 'geneve', randomMac());
			} else if (type === '' || type === 'system') {
				const link = links.get(name);
				error = link ? undefined : `could not open network device ${name} (No such device)`;
				if (link) {
					link.master = 'ovs-system';
					taken.add(name);
				}
			} else if (type !== 'patch') {
				error = `could not add network device ${name} to ofproto (Invalid argument)`;
			}

			setStatus(database, each, links.get(name), error, bridge);
		}

		if (!flows.has(bridge.name)) {
			flows.set(bridge.name, bridge.row.fail_mode === 'secure' ? [] : [{priority: 0, match: '', actions: 'NORMAL'}]);
		}
	}

	const released = [...links.values()].filter(link => link.master === 'ovs-system' && !taken.has(link.name));
	for (const link of released) {
		delete link.master;
	}

	const gone = [...links.values()].filter(link => ['ovs-internal', 'geneve'].includes(link.kind) && !wanted.has(link.name));
	for (const {name} of gone) {
		links.delete(name);
		machine.network.routes = machine.network.routes.filter(route => route.link !== name);
	}

	for (const name of flows.keys().filter(each => bridges.every(bridge => bridge.name !== each))) {
		flows.delete(name);
	}

	writeDatabase(machine, database, rehearsal.clock.now);
	makeSockets(machine, bridges, rehearsal);
	await linksAppeared(appeared, machine, rehearsal);
}

const randomMac = () => `02:${randomBytes(5).toString('hex').match(/../gv)!.join(':')}`;

// The bridge's own address is the one that was asked for, else the lowest of its ports.
function macOf(bridge: BridgeView, {name, mac}: Row, machine: Machine, old?: string): string {
	const asked = mapOf(bridge.row, 'other_config').hwaddr;
	const ports = bridge.ports.map(port => machine.network.links.get(port.name)).filter(link => link !== undefined && link.kind !== 'ovs-internal').map(link => link!.mac).toSorted();
	return (mac as string | undefined) ?? (name === bridge.name ? asked ?? ports[0] : undefined) ?? old ?? randomMac();
}

function setStatus(database: Database, row: Row, link: Link | undefined, error: string | undefined, bridge: BridgeView): void {
	const used = new Set(bridge.ports.flatMap(({interfaces}) => interfaces).map(each => database.Interface.get(each.uuid)!.ofport));
	const free = Array.from({length: used.size + 1}, (_, index) => index + 1).find(number => !used.has(number))!;
	const known = row.ofport === undefined || row.ofport === -1 ? undefined : row.ofport;
	update(database, 'Interface', row, {
		ofport: error === undefined ? known ?? (row.name === bridge.name ? 65_534 : free) : -1,
		error,
		...(link && {
			admin_state: link.isUp ? 'up' : 'down', link_state: link.isUp ? 'up' : 'down', mac_in_use: link.mac, mtu: link.mtu,
		}),
	});
}

function makeSockets(machine: Machine, bridges: readonly BridgeView[], {clock}: Rehearsal): void {
	const files = rootFiles(machine, clock.now);
	files.mkdir(runDirectory, {recursive: true});
	const wanted = ['db.sock', ...bridges.map(({name}) => `${name}.mgmt`)];
	const old = files.list(runDirectory).filter(each => each.endsWith('.mgmt') && !wanted.includes(each));
	for (const name of old) {
		files.remove(`${runDirectory}/${name}`);
	}

	for (const name of wanted) {
		files.write(`${runDirectory}/${name}`, '', {mode: 0o750});
	}
}
