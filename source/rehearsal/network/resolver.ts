import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';
import type {Daemon} from '../systemd/daemons.js';
import {rootFiles} from '../systemd/units.js';
import {isIpv4} from './address.js';
import {readIni, valuesIn} from './ini.js';
import {addressOfHost} from './names.js';
import {answersFrom} from './reach.js';
import {internet} from './segment.js';

/**
Systemd-resolved reads its files when it starts, and not again.
*/
export const systemdResolved: Daemon = {
	start(_argv, {machine}) {
		const files = rootFiles(machine);
		const directory = '/etc/systemd/resolved.conf.d';
		const paths = ['/etc/systemd/resolved.conf', ...(files.exists(directory) ? files.list(directory).filter(name => name.endsWith('.conf')).map(name => `${directory}/${name}`) : [])];
		const entries = paths.flatMap(path => readIni(files.textIfThere(path) ?? ''));
		machine.network.resolver = {
			servers: valuesIn(entries, 'Resolve', 'DNS').flatMap(value => value.split(/\s+/v)).filter(each => isIpv4(each)),
			takesAll: valuesIn(entries, 'Resolve', 'Domains').flatMap(value => value.split(/\s+/v)).includes('~.'),
		};
	},
	stop({machine}) {
		machine.network.resolver = undefined;
	},
};

const stub = '127.0.0.53';

/**
An address of the internet: whoever reaches this one reaches all.
*/
export const anyAddress = '192.0.2.1';

/**
The name servers that a machine asks.
*/
export function nameServers(machine: Machine): readonly string[] {
	const text = rootFiles(machine).textIfThere('/etc/resolv.conf');
	const listed = (text ?? '').matchAll(/^nameserver\s+(?<address>\S+)/gmv).map(({groups}) => groups!.address!).toArray();
	if (!listed.includes(stub)) {
		return listed;
	}

	const {resolver} = machine.network;
	const ofLinks = machine.network.links.values().flatMap(({dns}) => dns ?? []).toArray();
	return resolver ? (resolver.takesAll && resolver.servers.length > 0 ? resolver.servers : [...resolver.servers, ...ofLinks]) : [];
}

// A server of the internet, or one that asks those: libvirt's dnsmasq, where the server itself gets out.
function isServing(address: string, machine: Machine, {world}: Rehearsal): boolean {
	const there = answersFrom(world, machine, address);
	return there === internet || (there === world.server.name && answersFrom(world, world.server, anyAddress) === internet);
}

/**
The address of a name, as `getaddrinfo` gives it; undefined where nobody knows it, or nobody can be asked.
*/
export function lookUp(name: string, machine: Machine, rehearsal: Rehearsal): string | undefined {
	if (isIpv4(name)) {
		return name;
	}

	const hosts = (rootFiles(machine).textIfThere('/etc/hosts') ?? '').split('\n').map(line => line.split('#', 1)[0]!.trim().split(/\s+/v));
	const own = hosts.find(([address = '', ...names]) => isIpv4(address) && names.includes(name))?.[0];
	if (own !== undefined) {
		return own;
	}

	return hasNames(machine, rehearsal) ? addressOfHost(name) : undefined;
}

/**
Whether a machine gets names of the internet looked up.
*/
export function hasNames(machine: Machine, rehearsal: Rehearsal): boolean {
	// A machine that nobody gave name servers is one from outside the lab, and has its own.
	return rootFiles(machine).exists('/etc/resolv.conf')
		? nameServers(machine).some(server => isServing(server, machine, rehearsal))
		: answersFrom(rehearsal.world, machine, anyAddress) === internet;
}
