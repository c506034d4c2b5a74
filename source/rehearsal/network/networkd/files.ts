import type {Machine} from '../../machine.js';
import {rootFiles} from '../../systemd/units.js';
import {type IniEntry, readIni, valuesIn} from '../ini.js';
import type {Link} from '../model.js';
import {isLike} from '../settle.js';

/**
Where systemd's network files lie, the ones that win first.
*/
const directories = ['/etc/systemd/network', '/run/systemd/network', '/usr/lib/systemd/network'];

export type NetworkdFile = {
	readonly name: string;
	readonly path: string;
	/**
	With its drop-ins.
	*/
	readonly text: string;
	readonly entries: readonly IniEntry[];
};

/**
The files with an ending, by their names; drop-ins of any directory belong to the file of their name.
*/
export function networkFiles(machine: Machine, ending: '.network' | '.netdev' | '.link'): readonly NetworkdFile[] {
	const files = rootFiles(machine);
	const found = new Map<string, string>();
	for (const directory of directories) {
		for (const name of files.exists(directory) ? files.list(directory) : []) {
			if (name.endsWith(ending) && !found.has(name)) {
				found.set(name, `${directory}/${name}`);
			}
		}
	}

	return [...found].toSorted(([one], [other]) => one < other ? -1 : 1).map(([name, path]) => {
		const parts = directories.map(directory => `${directory}/${name}.d`).filter(directory => files.exists(directory)).flatMap(directory => files.list(directory).filter(each => each.endsWith('.conf')).map(each => files.textIfThere(`${directory}/${each}`) ?? ''));
		const text = [files.textIfThere(path) ?? '', ...parts].join('\n');
		return {
			name, path, text, entries: readIni(text),
		};
	});
}

const matchKeys: Readonly<Record<string, (link: Link, value: string) => boolean>> = {
	Name: (link, value) => value.split(/\s+/v).some(each => isLike(link.name, each)),
	OriginalName: (link, value) => value.split(/\s+/v).some(each => isLike(link.name, each)),
	MACAddress: (link, value) => value.toLowerCase().split(/\s+/v).includes(link.mac),
	PermanentMACAddress: (link, value) => value.toLowerCase().split(/\s+/v).includes(link.permanentMac ?? link.mac),
	Path: (link, value) => link.pci !== undefined && isLike(`pci-${link.pci}`, value),
	Type: (link, value) => value === 'ether' ? link.kind !== 'loopback' : value === link.kind,
	Driver: (link, value) => link.kind === 'ethernet' && isLike('virtio_net', value),
	Kind: (link, value) => value === link.kind,
};

/**
The first file whose [Match] is true of a link; one without any is true of none.
*/
export const fileFor = (link: Link, files: readonly NetworkdFile[]): NetworkdFile | undefined => files.find(({entries}) => {
	const conditions = entries.filter(({section}) => section === 'Match');
	return conditions.length > 0 && [...new Set(conditions.map(({key}) => key))].every(key => {
		const values = valuesIn(entries, 'Match', key);
		// A key that it does not know is told in the journal, and ignored.
		return !Object.hasOwn(matchKeys, key) || values.some(value => matchKeys[key]!(link, value));
	}) && conditions.some(({key}) => Object.hasOwn(matchKeys, key));
});
