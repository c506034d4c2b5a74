import type {Machine} from '../machine.js';
import {rootFiles} from '../systemd/units.js';
import {packagesOf} from './index.js';

/**
Takes a package off a machine; its configuration stays.
*/
export function removePackage(machine: Machine, name: string): void {
	machine.packages.delete(name);
	const content = packagesOf(machine.family).get(name);
	const files = rootFiles(machine);
	for (const path of [...content?.programs ?? [], ...Object.keys(content?.files ?? {}).filter(each => each.startsWith('/usr/'))]) {
		if (files.exists(path)) {
			files.remove(path);
		}
	}
}
