import {parentOf} from '../file-system/path.js';
import {isFirewalled, openPorts, portsFile} from '../network/firewall.js';
import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const firewallCmd: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-q', '--quiet'], '--permanent', '--state', '--list-ports'],
		values: ['--zone', '--add-port', '--remove-port'],
		unknown: word => new Refusal(`usage: see firewall-cmd man page\nfirewall-cmd: error: unrecognized arguments: ${word}`, 2),
	});
	const refuse = (words: string, status: number) => new Refusal(given.has('--quiet') ? '' : words, status);
	if (!isFirewalled(io.machine)) {
		throw refuse('FirewallD is not running', 252);
	}

	if (!io.isRoot) {
		throw refuse('Authorization failed.\n    Make sure polkit agent is running or run the application as superuser.', 253);
	}

	const zone = given.value('--zone') ?? 'public';
	if (zone !== 'public' && !(zone === 'libvirt' && ['libvirt', 'libvirt-daemon-system'].some(name => io.machine.packages.has(name)))) {
		throw refuse(`Error: INVALID_ZONE: ${zone}`, 112);
	}

	const ports = new Set(openPorts(io.machine, zone, given.has('--permanent')));
	for (const port of [...given.values.get('--add-port') ?? [], ...given.values.get('--remove-port') ?? []]) {
		if (!/^\d+(?:-\d+)?\/(?:tcp|udp|sctp|dccp)$/v.test(port)) {
			throw refuse('Error: INVALID_PORT: bad port (most likely missing protocol), correct syntax is portid[-portid]/protocol', 102);
		}
	}

	for (const port of given.values.get('--add-port') ?? []) {
		ports.add(port);
	}

	for (const port of given.values.get('--remove-port') ?? []) {
		ports.delete(port);
	}

	const file = portsFile(zone, given.has('--permanent'));
	io.files.mkdir(parentOf(file), {recursive: true});
	io.files.write(file, [...ports].map(port => `${port}\n`).join(''));
	if (!given.has('--quiet')) {
		io.say(given.has('--list-ports') ? [...ports].join(' ') : (given.has('--state') ? 'running' : 'success'));
	}

	return 0;
};
