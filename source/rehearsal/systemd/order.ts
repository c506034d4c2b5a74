import type {Machine} from '../machine.js';
import {findUnit} from './units.js';

/**
The units that a boot starts, those first after which others say they come.
*/
export function enabledUnits(machine: Machine): readonly string[] {
	const names = [...machine.units].filter(([, {isEnabled}]) => isEnabled).map(([name]) => name);
	const ordered: string[] = [];
	const visit = (name: string, path: readonly string[]) => {
		if (ordered.includes(name) || path.includes(name)) {
			return;
		}

		const after = findUnit(machine, name)?.all('Unit', 'After').flatMap(value => value.split(/\s+/v)) ?? [];
		const earlier = names.filter(other => after.includes(other));
		for (const each of earlier) {
			visit(each, [...path, name]);
		}

		ordered.push(name);
	};

	// Names of hosts and networks come up before what serves on them.
	for (const name of names.toSorted((one, other) => Number(isNetwork(other)) - Number(isNetwork(one)))) {
		visit(name, []);
	}

	return ordered;
}

const isNetwork = (name: string) => ['NetworkManager.service', 'systemd-networkd.service', 'systemd-resolved.service'].includes(name);
