import type {Machine} from '../../machine.js';
import {valueIn} from '../ini.js';
import {fileFor, networkFiles} from './files.js';

/**
The names that udev gives at a boot: the first .link file that is for a NIC, else the one of its place on the PCI bus, which it has already.
*/
export function nameLinks(machine: Machine): void {
	const {links} = machine.network;
	const files = networkFiles(machine, '.link');
	const nics = links.values().filter(({kind}) => kind === 'ethernet').toArray();
	for (const link of nics) {
		const file = fileFor(link, files);
		const name = file && valueIn(file.entries, 'Link', 'Name');
		// One that another has is not given twice: the link keeps its name.
		if (!(name !== undefined && name !== '' && name.length <= 15) || links.has(name)) {
			continue;
		}

		links.delete(link.name);
		link.name = name;
		links.set(name, link);
	}
}
