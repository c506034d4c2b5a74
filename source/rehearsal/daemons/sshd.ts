import {Refusal} from '../program.js';
import type {Daemon} from '../systemd/daemons.js';
import {rootFiles} from '../systemd/units.js';

export const sshd: Daemon = {
	start(_argv, {machine, unit}) {
		if (!rootFiles(machine).exists('/etc/ssh/ssh_host_ed25519_key')) {
			throw new Refusal('sshd: no hostkeys available -- exiting.');
		}

		machine.listeners.push({port: 22, unit: unit.name, service: 'ssh'});
	},
};
