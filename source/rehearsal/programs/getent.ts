import {nameServers, lookUp} from '../network/resolver.js';
import {type Program, Refusal} from '../program.js';

const databases = new Set(['ahosts', 'ahostsv4', 'ahostsv6', 'hosts', 'passwd', 'group', 'services']);

export const getent: Program = async ([database, ...keys], io) => {
	if (database?.startsWith('-')) {
		throw new Refusal(`getent: unrecognized option '${database}'\nTry \`getent --help' or \`getent --usage' for more information.`, 64);
	}

	if (database === undefined) {
		throw new Refusal('getent: wrong number of arguments', 1);
	}

	if (!databases.has(database)) {
		throw new Refusal(`Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.`, 1);
	}

	let status = 0;
	for (const key of keys) {
		if (database === 'passwd' || database === 'group') {
			const user = io.machine.users.get(key);
			if (user) {
				io.say(database === 'passwd' ? `${user.name}:x:${user.uid}:${user.gid}::${user.home}:/bin/bash` : `${user.name}:x:${user.gid}:`);
			}

			status = user ? status : 2;
			continue;
		}

		const address = database === 'ahostsv6' || database === 'services' ? undefined : lookUp(key, io.machine, io.rehearsal);
		if (address === undefined) {
			// Each server that doesn't answer is waited for.
			await io.work(nameServers(io.machine).length === 0 ? 0.1 : 10);
			status = 2;
		} else if (database === 'hosts') {
			io.say(`${address.padEnd(15)} ${key}`);
		} else {
			io.say(['STREAM', 'DGRAM', 'RAW'].map((type, index) => `${address.padEnd(15)} ${type}${index === 0 ? ` ${key}` : ''}`).join('\n'));
		}
	}

	return status;
};
