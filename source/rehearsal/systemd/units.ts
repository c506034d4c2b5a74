import {Files} from '../file-system/files.js';
import {rootIdentity} from '../file-system/inode.js';
import {specialFiles} from '../file-system/special.js';
import type {Machine} from '../machine.js';
import {quadletUnits} from './quadlet.js';

/**
A unit file, read.
*/
export type Unit = {
	readonly name: string;
	readonly text: string;
	/**
	True for one that a generator makes of another file: it can't be enabled.
	*/
	readonly isGenerated: boolean;
	readonly value: (section: string, key: string) => string | undefined;
	readonly all: (section: string, key: string) => readonly string[];
};

/**
`crio` means `crio.service`.
*/
export const unitName = (name: string): string => /\.(?:service|socket|target|timer|mount)$/v.test(name) ? name : `${name}.service`;

export const rootFiles = (machine: Machine, now: () => number = () => 0): Files => new Files(machine.root, specialFiles(machine), rootIdentity, now);

/**
Where unit files lie, the ones that win first.
*/
const unitDirectories = ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system'];

export function findUnit(machine: Machine, given: string): Unit | undefined {
	const name = unitName(given);
	const files = rootFiles(machine);
	const generated = quadletUnits(machine).get(name);
	for (const directory of unitDirectories) {
		const text = files.textIfThere(`${directory}/${name}`);
		if (text !== undefined) {
			return readUnit(name, text, false);
		}
	}

	return generated === undefined ? undefined : readUnit(name, generated, true);
}

export function readUnit(name: string, text: string, isGenerated: boolean): Unit {
	const entries: Array<readonly [section: string, key: string, value: string]> = [];
	let section = '';
	for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
		const heading = /^\[(?<name>.+)\]$/v.exec(line.trim());
		const equals = line.indexOf('=');
		if (heading) {
			section = heading.groups!.name!;
		} else if (equals !== -1 && !/^\s*[#;]/v.test(line)) {
			entries.push([section, line.slice(0, equals).trim(), line.slice(equals + 1).trim()]);
		}
	}

	const all = (wanted: string, key: string) => entries.filter(entry => entry[0] === wanted && entry[1] === key).map(entry => entry[2]);
	return {
		name, text, isGenerated, all, value: (wanted, key) => all(wanted, key).at(-1),
	};
}

export function stateOf(machine: Machine, name: string): {isEnabled: boolean; state: 'active' | 'inactive' | 'failed'} {
	const found = machine.units.get(name) ?? {isEnabled: false, state: 'inactive'};
	machine.units.set(name, found);
	return found;
}
