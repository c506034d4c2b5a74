import type {Machine} from '../../machine.js';
import {bridgesOf} from '../../ovs/bridges.js';
import {
	type Database,
	mapOf,
	rootRow,
	servedDatabase,
	isSwitching,
} from '../../ovs/database.js';

/**
Open vSwitch of a machine, as OVN finds it; undefined where it does not run.
*/
export function switchOf(machine: Machine): Database | undefined {
	return isSwitching(machine) ? servedDatabase(machine) : undefined;
}

export const hasBridge = (database: Database, name: string): boolean => bridgesOf(database).some(bridge => bridge.name === name);

export const idsOf = (database: Database): Readonly<Record<string, string>> => mapOf(rootRow(database), 'external_ids');

export const portsOf = (database: Database, name: string): readonly string[] => bridgesOf(database).find(bridge => bridge.name === name)?.ports.map(port => port.name) ?? [];

/**
The machine whose Open vSwitch has a system id, and so is a chassis.
*/
export const chassisMachine = (id: string, machines: Iterable<Machine>): Machine | undefined => [...machines].find(machine => {
	const database = switchOf(machine);
	return database !== undefined && idsOf(database)['system-id'] === id;
});

export {bridgeOfInterface} from '../../ovs/bridges.js';
