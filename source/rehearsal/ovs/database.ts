import {randomUUID} from 'node:crypto';
import type {Machine} from '../machine.js';
import {rootFiles, stateOf} from '../systemd/units.js';
import {columnsOf, type TableName} from './schema.js';

export type Value = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/**
A record: its UUID and its columns. A column that is empty is not there, and neither are empty sets and maps.
*/
export type Row = {readonly uuid: string; readonly [column: string]: Value};

/**
The database of Open vSwitch, as plain data.
*/
export type Database = Readonly<Record<TableName, Map<string, Row>>>;

const file = '/etc/openvswitch/conf.db';
const magic = 'OVSDB JSON';

/**
What is on the disk is the database: removed with its file, and copied with the disk.
*/
export function readDatabase(machine: Machine): Database | undefined {
	const files = rootFiles(machine);
	if (!files.exists(file)) {
		return undefined;
	}

	const bytes = files.bytes(file);
	const known = read.get(bytes);
	if (known) {
		return copy(known);
	}

	const text = new TextDecoder().decode(bytes);
	const parsed = JSON.parse(text.slice(text.indexOf('\n') + 1)) as Readonly<Record<TableName, readonly Row[]>>;
	const byUuid = (rows: readonly Row[]) => new Map(rows.map(row => [row.uuid, row]));
	const database = Object.fromEntries(Object.entries(parsed).map(([table, rows]) => [table, byUuid(rows)])) as Database;
	read.set(bytes, database);
	return copy(database);
}

// Rows are never changed in place, so that tables are all there is to copy.
const copy = (database: Database): Database => Object.fromEntries(Object.entries(database).map(([table, rows]) => [table, new Map(rows)])) as Database;

const read = new WeakMap<Uint8Array, Database>();

export function writeDatabase(machine: Machine, database: Database, now: () => number): void {
	const files = rootFiles(machine, now);
	files.mkdir('/etc/openvswitch', {recursive: true});
	const tables = Object.entries(database).map(([table, rows]) => [table, rows.values().toArray()] as const);
	files.write(file, `${magic}\n${JSON.stringify(Object.fromEntries(tables))}\n`, {mode: 0o640});
}

export const newDatabase = (): Database => {
	const root = newRow({});
	return {
		Open_vSwitch: new Map([[root.uuid, root]]), Bridge: new Map(), Port: new Map(), Interface: new Map(), Controller: new Map(),
	};
};

export const newRow = (columns: Readonly<Record<string, Value>>): Row => ({...columns, uuid: randomUUID()});

export const rootRow = (database: Database): Row => database.Open_vSwitch.values().next().value!;

/**
The database that ovsdb-server gives out; undefined where it doesn't run.
*/
export const servedDatabase = (machine: Machine): Database | undefined => stateOf(machine, 'ovsdb-server.service').state === 'active' ? readDatabase(machine) : undefined;

export const isSwitching = (machine: Machine): boolean => stateOf(machine, 'ovs-vswitchd.service').state === 'active';

export const isEmpty = (value: Value | undefined): boolean => value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

/**
Changes columns of a record; one that is set to nothing goes.
*/
export function update(database: Database, table: TableName, row: Row, columns: Readonly<Record<string, Value | undefined>>): Row {
	const changed = Object.fromEntries(Object.entries({...row, ...columns}).filter(([, value]) => !isEmpty(value))) as Row;
	database[table].set(row.uuid, changed);
	return changed;
}

export const setOf = (row: Row, column: string): readonly string[] => {
	const value = row[column];
	return Array.isArray(value) ? value as readonly string[] : [];
};

/**
A column that is one value, as text.
*/
export function textOf(row: Row, column: string): string {
	const value = row[column];
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export const mapOf = (row: Row, column: string): Readonly<Record<string, string>> => (row[column] ?? {}) as Readonly<Record<string, string>>;

export const named = (database: Database, table: TableName, name: string): Row | undefined => database[table].values().find(row => row.name === name);

/**
The record's columns with their types, in the order in which they are listed.
*/
export const listed = (table: TableName): ReadonlyArray<readonly [column: string, type: string]> => Object.entries(columnsOf(table)).toSorted(([one], [other]) => one < other ? -1 : 1).map(([column, type]) => [column, typeof type === 'string' ? type : 'string']);
