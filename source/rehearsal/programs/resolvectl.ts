import {lookUp, nameServers} from '../network/resolver.js';
import {type Io, type Program, Refusal} from '../program.js';
import {stateOf} from '../systemd/units.js';
import {readOptions} from '../usage.js';

const verbs: Readonly<Record<string, (words: readonly string[], io: Io) => number | Promise<number>>> = {
	status(_words, io) {
		const {resolver, links} = io.machine.network;
		io.say(['Global', ...(resolver!.servers.length === 0 ? [] : [`         DNS Servers: ${resolver!.servers.join(' ')}`]), ...(resolver!.takesAll ? ['          DNS Domain: ~.'] : [])].join('\n'));
		for (const link of links.values().filter(({kind}) => kind !== 'loopback')) {
			io.say(`\nLink ${links.keys().toArray().indexOf(link.name) + 1} (${link.name})${link.dns ? `\n         DNS Servers: ${link.dns.join(' ')}` : ''}`);
		}

		return 0;
	},
	async query(words, io) {
		if (words.length === 0) {
			throw new Refusal('Too few arguments.');
		}

		for (const name of words) {
			const address = lookUp(name, io.machine, io.rehearsal);
			if (address === undefined) {
				await io.work(1);
				throw new Refusal(`${name}: resolve call failed: ${nameServers(io.machine).length === 0 ? 'No appropriate name servers or networks for name found' : `'${name}' not found`}`);
			}

			io.say(`${name}: ${address}`);
		}

		return 0;
	},
	dns(_words, io) {
		io.say(`Global: ${io.machine.network.resolver!.servers.join(' ')}`);
		for (const link of io.machine.network.links.values().filter(({kind}) => kind !== 'loopback')) {
			io.say(`Link ${io.machine.network.links.keys().toArray().indexOf(link.name) + 1} (${link.name}): ${(link.dns ?? []).join(' ')}`);
		}

		return 0;
	},
	'flush-caches': () => 0,
};

export const resolvectl: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-4', '-6', '--no-pager', '--legend'],
		values: [['-i', '--interface'], ['-p', '--protocol'], ['-t', '--type']],
		unknown: word => new Refusal(word.startsWith('--') ? `resolvectl: unrecognized option '${word}'` : `resolvectl: invalid option -- '${word.slice(1)}'`),
	});
	const [name = 'status', ...words] = given.words;
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw new Refusal(`Unknown command verb '${name}'.`);
	}

	if (stateOf(io.machine, 'systemd-resolved.service').state !== 'active') {
		throw new Refusal('Failed to get global data: Unit dbus-org.freedesktop.resolve1.service not found.');
	}

	return verb(words, io);
};
