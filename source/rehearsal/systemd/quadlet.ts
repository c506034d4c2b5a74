import {Files} from '../file-system/files.js';
import {rootIdentity} from '../file-system/inode.js';
import {specialFiles} from '../file-system/special.js';
import type {Machine} from '../machine.js';

const directory = '/etc/containers/systemd';

/**
The units that podman's generator makes of `.container` files, by name: those that were there at the last daemon-reload or boot.
*/
export function quadletUnits(machine: Machine): ReadonlyMap<string, string> {
	return new Map([...machine.generatedUnits]);
}

/**
Runs the generator, as daemon-reload and a boot do.
*/
export function generateUnits(machine: Machine): void {
	machine.generatedUnits.clear();
	const files = new Files(machine.root, specialFiles(machine), rootIdentity, () => 0);
	if (!machine.packages.has('podman') || !files.exists(directory)) {
		return;
	}

	for (const name of files.list(directory).filter(each => each.endsWith('.container'))) {
		const text = files.text(`${directory}/${name}`);
		const unit = name.replace(/\.container$/v, '');
		machine.generatedUnits.set(`${unit}.service`, `${text}\n[Service]\nType=notify\nExecStart=/usr/bin/podman run --name=systemd-${unit} --replace --rm ${argumentsOf(text).join(' ')}\n`);
	}
}

function argumentsOf(text: string): string[] {
	const lines = text.split('\n').map(line => line.trim());
	const section = lines.slice(lines.indexOf('[Container]') + 1);
	const end = section.findIndex(line => line.startsWith('['));
	const values = (end === -1 ? section : section.slice(0, end)).map(line => /^(?<key>\w+)=(?<value>.*)$/v.exec(line)?.groups).filter(groups => groups !== undefined);
	const of = (key: string) => values.filter(each => each.key === key).map(each => each.value!);
	return [...of('PublishPort').flatMap(port => ['--publish', port]), ...of('Volume').flatMap(volume => ['--volume', volume]), ...of('Image')];
}
