import {Refusal} from '../program.js';
import type {Daemon} from '../systemd/daemons.js';
import {rootFiles} from '../systemd/units.js';

/**
The distribution's registry: it wants a configuration that it can read, and the password file where that names one.
*/
export const dockerRegistry: Daemon = {
	start(argv, {machine, unit}) {
		const [verb, path] = argv;
		const text = path === undefined ? undefined : rootFiles(machine).textIfThere(path);
		if (verb !== 'serve' || text === undefined) {
			throw new Refusal('configuration error: configuration path unspecified');
		}

		const passwords = /^\s+path: (?<path>.+)$/mv.exec(/^auth:[\s\S]*/mv.exec(text)?.[0] ?? '')?.groups?.path;
		if (passwords !== undefined && !rootFiles(machine).exists(passwords)) {
			throw new Refusal(`failed to open htpasswd path open ${passwords}: no such file or directory`);
		}

		const port = /^\s+addr: \S*:(?<port>\d+)$/mv.exec(text)?.groups?.port;
		if (port === undefined || !/^storage:/mv.test(text) || !/^version: ['"]?0\.1/v.test(text.replace(/^#.*\n/v, ''))) {
			throw new Refusal('error parsing configuration: version, storage and http.addr are needed');
		}

		machine.listeners.push({port: Number(port), unit: unit.name, service: 'registry'});
	},
};
