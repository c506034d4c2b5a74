import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import {stopUnit} from '../systemd/start.js';
import {rootFiles} from '../systemd/units.js';
import {packagesOf} from './index.js';

/**
What goes when these go: themselves, and what needs one of them.
*/
export function removedWith(names: readonly string[], machine: Machine): readonly string[] {
	const gone = new Set(names.filter(name => machine.packages.has(name)));
	for (let before = -1; before !== gone.size;) {
		before = gone.size;
		for (const name of machine.packages.keys()) {
			if (packagesOf(machine.family).get(name)?.requires?.some(each => gone.has(each))) {
				gone.add(name);
			}
		}
	}

	return [...gone];
}

/**
Takes a package off a machine: its units are stopped, its programs and units go. What it has in /etc stays, unless it is purged. What another package brought as well stays.
*/
export async function removePackage(name: string, machine: Machine, rehearsal: Rehearsal, {isPurged = false}: {readonly isPurged?: boolean} = {}): Promise<void> {
	const lists = packagesOf(machine.family);
	const content = lists.get(name);
	const paths = [...content?.programs ?? [], ...Object.keys(content?.files ?? {})];
	for (const unit of paths.map(path => /^\/usr\/lib\/systemd\/system\/(?<unit>[^\/]+)$/v.exec(path)?.groups?.unit).filter(unit => unit !== undefined)) {
		await stopUnit(unit, machine, rehearsal);
		machine.units.delete(unit);
	}

	machine.packages.delete(name);
	const files = rootFiles(machine);
	const others = new Set(machine.packages.keys().flatMap(other => [...lists.get(other)?.programs ?? [], ...Object.keys(lists.get(other)?.files ?? {})]));
	for (const path of paths.filter(each => (isPurged || each.startsWith('/usr/')) && !others.has(each))) {
		if (files.exists(path)) {
			files.remove(path);
		}
	}
}
