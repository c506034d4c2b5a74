import {
	type Database,
	named,
	newRow,
	rootRow,
	type Row,
	setOf,
	textOf,
	update,
	type Value,
} from './database.js';

/**
Bridges, ports and interfaces as records that belong together.
*/
export type BridgeView = {readonly row: Row; readonly name: string; readonly ports: readonly PortView[]};
export type PortView = {readonly row: Row; readonly name: string; readonly interfaces: readonly Row[]};

export const bridgesOf = (database: Database): readonly BridgeView[] => [...database.Bridge.values()].map(row => ({
	row, name: textOf(row, 'name'), ports: setOf(row, 'ports').map(uuid => database.Port.get(uuid)!).map(port => ({
		row: port, name: textOf(port, 'name'), interfaces: setOf(port, 'interfaces').map(each => database.Interface.get(each)!),
	})),
}));

export const bridgeOfPort = (database: Database, port: string): BridgeView | undefined => bridgesOf(database).find(bridge => bridge.name !== port && bridge.ports.some(({name}) => name === port));

/**
The bridge that has an interface: its own one, of the bridge's name, as well.
*/
export const bridgeOfInterface = (database: Database, name: string): BridgeView | undefined => bridgesOf(database).find(({ports}) => ports.some(({interfaces}) => interfaces.some(each => each.name === name)));

/**
Makes a bridge with its own port, which is the machine's link of the same name.
*/
export function addBridge(database: Database, name: string): void {
	const bridge = newRow({name});
	database.Bridge.set(bridge.uuid, bridge);
	const root = rootRow(database);
	update(database, 'Open_vSwitch', root, {bridges: [...setOf(root, 'bridges'), bridge.uuid]});
	addPort(database, name, name, {type: 'internal'});
}

/**
Puts a port with one interface of the same name into a bridge.
*/
export function addPort(database: Database, bridge: string, name: string, columns: Readonly<Record<string, Value>> = {}): void {
	const link = newRow({name, ...columns});
	const port = newRow({name, interfaces: [link.uuid]});
	database.Interface.set(link.uuid, link);
	database.Port.set(port.uuid, port);
	const row = named(database, 'Bridge', bridge)!;
	update(database, 'Bridge', row, {ports: [...setOf(row, 'ports'), port.uuid]});
}

export function deletePort(database: Database, name: string): void {
	const port = named(database, 'Port', name);
	if (!port) {
		return;
	}

	for (const uuid of setOf(port, 'interfaces')) {
		database.Interface.delete(uuid);
	}

	database.Port.delete(port.uuid);
	const holders = database.Bridge.values().filter(each => setOf(each, 'ports').includes(port.uuid)).toArray();
	for (const bridge of holders) {
		update(database, 'Bridge', bridge, {ports: setOf(bridge, 'ports').filter(uuid => uuid !== port.uuid)});
	}
}

export function deleteBridge(database: Database, name: string): void {
	const bridge = bridgesOf(database).find(each => each.name === name);
	if (!bridge) {
		return;
	}

	for (const port of bridge.ports) {
		deletePort(database, port.name);
	}

	database.Bridge.delete(bridge.row.uuid);
	const root = rootRow(database);
	update(database, 'Open_vSwitch', root, {bridges: setOf(root, 'bridges').filter(uuid => uuid !== bridge.row.uuid)});
}
