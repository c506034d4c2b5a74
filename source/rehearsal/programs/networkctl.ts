import type {Link} from '../network/model.js';
import {fileFor, networkFiles} from '../network/networkd/files.js';
import {isNetworkdActive, reconfigureLink, reloadNetworkd} from '../network/networkd/networkd.js';
import {type Io, type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

type Verb = {readonly least: number; readonly most: number; readonly isRoots?: boolean; readonly run: (words: readonly string[], io: Io) => void | Promise<void>};

function linkNamed(name: string, {machine}: Io): Link {
	const link = machine.network.links.get(name);
	if (!link) {
		throw new Refusal(`Interface "${name}" not found.`);
	}

	return link;
}

const linksNamed = (names: readonly string[], io: Io): readonly Link[] => names.map(name => linkNamed(name, io));

const setUpOf = (link: Link, io: Io) => fileFor(link, networkFiles(io.machine, '.network')) ? (link.settledBy === undefined ? 'configuring' : 'configured') : 'unmanaged';
const numberOf = (link: Link, io: Io) => io.machine.network.links.keys().toArray().indexOf(link.name) + 1;

const verbs: Readonly<Record<string, Verb>> = {
	list: {
		least: 0, most: Infinity, run(_words, io) {
			io.say('IDX LINK             TYPE     OPERATIONAL SETUP');
			for (const link of io.machine.network.links.values()) {
				io.say(`${String(numberOf(link, io)).padStart(3)} ${link.name.padEnd(16)} ${(link.kind === 'loopback' ? 'loopback' : 'ether').padEnd(8)} ${(link.isUp ? 'routable' : 'off').padEnd(11)} ${setUpOf(link, io)}`);
			}
		},
	},
	status: {
		least: 0, most: Infinity, run(names, io) {
			for (const name of names) {
				const link = linkNamed(name, io);
				const network = fileFor(link, networkFiles(io.machine, '.network'));
				const named = fileFor(link, networkFiles(io.machine, '.link'));
				io.say([
					`● ${numberOf(link, io)}: ${link.name}`,
					`                     Link File: ${named?.path ?? '/usr/lib/systemd/network/99-default.link'}`,
					...(network ? [`                  Network File: ${network.path}`] : []),
					`                         State: ${link.isUp ? 'routable' : 'off'} (${setUpOf(link, io)})`,
					`              Hardware Address: ${link.mac}`,
					`                           MTU: ${link.mtu}`,
					...link.addresses.map(({address, isDynamic}) => `                       Address: ${address}${isDynamic ? ' (DHCP4)' : ''}`),
					...(link.dns ?? []).map(address => `                           DNS: ${address}`),
				].join('\n'));
			}
		},
	},
	reload: {
		least: 0, most: 0, isRoots: true, async run(_words, io) {
			await reloadNetworkd(io.machine, io.rehearsal);
		},
	},
	reconfigure: {
		least: 1, most: Infinity, isRoots: true, async run(names, io) {
			for (const link of linksNamed(names, io)) {
				await io.work(1);
				reconfigureLink(link, io.machine, io.rehearsal);
			}
		},
	},
	renew: {
		least: 1, most: Infinity, isRoots: true, run(names, io) {
			for (const link of linksNamed(names, io)) {
				reconfigureLink(link, io.machine, io.rehearsal);
			}
		},
	},
	up: {
		least: 1, most: Infinity, isRoots: true, run(names, io) {
			for (const link of linksNamed(names, io)) {
				link.isUp = true;
			}
		},
	},
	down: {
		least: 1, most: Infinity, isRoots: true, run(names, io) {
			for (const link of linksNamed(names, io)) {
				link.isUp = false;
			}
		},
	},
};

export const networkctl: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: ['--no-pager', '--no-legend', ['-a', '--all'], ['-s', '--stats'], ['-l', '--full'], '--no-ask-password'],
		values: [['-n', '--lines'], '--json'],
		unknown: word => new Refusal(word.startsWith('--') ? `networkctl: unrecognized option '${word}'` : `networkctl: invalid option -- '${word.slice(1)}'`),
	});
	const [name = 'list', ...words] = given.words;
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw new Refusal(`Unknown command verb '${name}'.`);
	}

	if (words.length < verb.least || words.length > verb.most) {
		throw new Refusal(words.length < verb.least ? 'Too few arguments.' : 'Too many arguments.');
	}

	if (verb.isRoots && !io.isRoot) {
		throw new Refusal(`Failed to ${name} network settings: Interactive authentication required.`);
	}

	if (verb.isRoots && !isNetworkdActive(io.machine)) {
		throw new Refusal(`Failed to ${name} network settings: Unit dbus-org.freedesktop.network1.service not found.`);
	}

	await verb.run(words, io);
	return 0;
};
