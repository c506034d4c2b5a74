import {createHash} from 'node:crypto';
import type {Machine} from '../../machine.js';
import {rootFiles} from '../../systemd/units.js';
import {readIni} from '../ini.js';

/**
A connection profile: its file, and its properties by their full names (`ipv4.method`).
*/
export type Profile = {
	readonly path: string;
	readonly properties: ReadonlyMap<string, string>;
};

export const profileDirectory = '/etc/NetworkManager/system-connections';

const sections: Readonly<Record<string, string>> = {ethernet: '802-3-ethernet'};
const sectionOf = (setting: string): string => Object.entries(sections).find(([, each]) => each === setting)?.[0] ?? setting;

export function profilesOf(machine: Machine): readonly Profile[] {
	const files = rootFiles(machine);
	return files.exists(profileDirectory)
		? files.list(profileDirectory).filter(name => name.endsWith('.nmconnection')).map(name => readProfile(`${profileDirectory}/${name}`, files.text(`${profileDirectory}/${name}`)))
		: [];
}

function readProfile(path: string, text: string): Profile {
	const properties = new Map<string, string>();
	for (const {section, key, value} of readIni(text)) {
		const setting = sections[section] ?? section;
		if (/^address\d*$/v.test(key)) {
			const [address = '', gateway] = value.split(',', 2);
			properties.set(`${setting}.addresses`, [properties.get(`${setting}.addresses`), address].filter(each => each !== undefined).join(','));
			if (gateway !== undefined) {
				properties.set(`${setting}.gateway`, gateway);
			}
		} else {
			properties.set(`${setting}.${key}`, value);
		}
	}

	properties.set('connection.uuid', properties.get('connection.uuid') ?? uuidOfPath(path));
	properties.set('connection.type', sections[properties.get('connection.type') ?? ''] ?? properties.get('connection.type') ?? '');
	return {path, properties};
}

// As NetworkManager makes one for a file without.
const uuidOfPath = (path: string) => createHash('sha1').update(path).digest('hex').replace(/^(?<a>.{8})(?<b>.{4})(?<c>.{4})(?<d>.{4})(?<e>.{12}).*$/v, '$<a>-$<b>-$<c>-$<d>-$<e>');

export function writeProfile({path, properties}: Profile, machine: Machine, now: () => number): void {
	const files = rootFiles(machine, now);
	files.mkdir(profileDirectory, {recursive: true});
	const lines: string[] = [];
	for (const setting of new Set([...properties.keys()].map(name => name.slice(0, name.indexOf('.'))))) {
		lines.push(`[${sectionOf(setting)}]`);
		for (const [name, value] of properties) {
			const key = name.slice(name.indexOf('.') + 1);
			if (!name.startsWith(`${setting}.`) || value === '') {
				continue;
			}

			if (key === 'addresses') {
				for (const [index, address] of value.split(/[\s,]+/v).entries()) {
					lines.push(`address${index + 1}=${address}`);
				}
			} else {
				lines.push(`${key}=${key === 'type' && setting === 'connection' ? sectionOf(value) : value}`);
			}
		}

		lines.push('');
	}

	files.write(path, lines.join('\n'), {mode: 0o600});
}

export const valueOf = ({properties}: Profile, name: string): string | undefined => {
	const value = properties.get(name);
	return value === '' ? undefined : value;
};

export const idOf = (profile: Profile): string => valueOf(profile, 'connection.id') ?? '';
export const uuidOf = (profile: Profile): string => valueOf(profile, 'connection.uuid') ?? '';
export const typeOf = (profile: Profile): string => valueOf(profile, 'connection.type') ?? '';
export const deviceOf = (profile: Profile): string | undefined => valueOf(profile, 'connection.interface-name');

/**
The profile that a port's `controller` means: by UUID, by name or by device, of the type that can have such ports.
*/
export const controllerOf = (word: string, types: readonly string[], machine: Machine): Profile | undefined => {
	const fitting = profilesOf(machine).filter(profile => types.includes(typeOf(profile)));
	return fitting.find(profile => uuidOf(profile) === word) ?? fitting.find(profile => idOf(profile) === word) ?? fitting.find(profile => deviceOf(profile) === word);
};
