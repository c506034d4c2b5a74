import {randomUUID} from 'node:crypto';
import {type Io, Refusal} from '../../program.js';
import {
	activate,
	activeKey,
	autoconnect,
	deactivate,
	isActive,
} from './activate.js';
import {
	type NmcliVerb,
	needRoot,
	printRows,
	refused,
} from './nmcli.js';
import {profileFromWords} from './new-profile.js';
import {propertyNamed, valueProblem} from './properties.js';
import {
	deviceOf,
	idOf,
	type Profile,
	profilesOf,
	typeOf,
	uuidOf,
	valueOf,
	writeProfile,
} from './profiles.js';

/**
The verbs of `nmcli connection`.
*/
export const connectionVerbs: Readonly<Record<string, NmcliVerb>> = {
	show(words, io, options) {
		const rest = words.filter(word => word !== '--active');
		const isOnlyActive = rest.length < words.length;
		const known = profilesOf(io.machine);
		if (rest.length === 0) {
			printRows(known.filter(profile => !isOnlyActive || isActive(profile, io.machine)).map(profile => ({
				NAME: idOf(profile), UUID: uuidOf(profile), TYPE: typeOf(profile), DEVICE: isActive(profile, io.machine) ? deviceOf(profile) ?? deviceHolding(profile, io) : '', AUTOCONNECT: valueOf(profile, 'connection.autoconnect') ?? 'yes', ACTIVE: isActive(profile, io.machine) ? 'yes' : 'no',
			})), ['NAME', 'UUID', 'TYPE', 'DEVICE'], options, io);
			return 0;
		}

		for (const profile of named(rest, io, word => refused(`${word} - no such connection profile.`, 10))) {
			showProfile(profile, io, options.get ?? options.fields, options.get !== undefined);
		}

		return 0;
	},
	async up(words, io) {
		needRoot(io, 'activate connection');
		const [profile] = named(words, io);
		await io.work(1);
		await activate(profile!, io.machine, io.rehearsal);
		io.say(`Connection successfully activated (D-Bus active path: /org/freedesktop/NetworkManager/ActiveConnection/${io.machine.network.manager.active.keys().toArray().indexOf(activeKey(profile!)) + 1})`);
		return 0;
	},
	async down(words, io) {
		needRoot(io, 'deactivate connection');
		for (const profile of named(words, io, word => refused(`'${word}' is not an active connection.\nError: no active connection provided.`, 10))) {
			if (!isActive(profile, io.machine)) {
				throw refused(`'${idOf(profile)}' is not an active connection.\nError: no active connection provided.`, 10);
			}

			await deactivate(profile, io.machine, io.rehearsal);
			// This one waits to be asked; another may take its device.
			await autoconnect(activeKey(profile), io.machine, io.rehearsal, uuidOf(profile));
			io.say(`Connection '${idOf(profile)}' successfully deactivated`);
		}

		return 0;
	},
	add(words, io) {
		needRoot(io, 'add connection');
		const profile = profileFromWords(words, io.machine, randomUUID());
		writeProfile(profile, io.machine, io.now);
		io.say(`Connection '${idOf(profile)}' (${uuidOf(profile)}) successfully added.`);
		return 0;
	},
	async modify(words, io) {
		needRoot(io, 'modify connection');
		const [first = ''] = words;
		const count = ['id', 'uuid', 'path'].includes(first) ? 2 : 1;
		const [profile] = named(words.slice(0, count), io);
		const properties = new Map(profile!.properties);
		const rest = words.slice(count);
		if (rest.length === 0) {
			throw refused('<setting>.<property> argument is missing.');
		}

		for (let at = 0; at < rest.length; at += 2) {
			const sign = /^[+\-]/v.exec(rest[at]!)?.[0] ?? '';
			const name = propertyNamed(rest[at]!.slice(sign.length));
			if (typeof name !== 'string') {
				throw new Refusal(name.problem, 2);
			}

			const value = rest[at + 1];
			if (value === undefined) {
				throw refused(`value for '${rest[at]!}' is missing.`);
			}

			const problem = valueProblem(name, value);
			if (problem !== undefined) {
				throw new Refusal(problem, 2);
			}

			const old = properties.get(name);
			properties.set(name, sign === '+' && old !== undefined && old !== '' ? `${old},${value}` : (sign === '-' ? (old ?? '').split(',').filter(each => each !== value).join(',') : value));
		}

		check(properties);
		writeProfile({path: profile!.path, properties}, io.machine, io.now);
		await autoconnect(activeKey(profile!), io.machine, io.rehearsal);
		return 0;
	},
	async delete(words, io) {
		needRoot(io, 'delete connection');
		for (const profile of named(words, io)) {
			await deactivate(profile, io.machine, io.rehearsal);
			io.files.remove(profile.path);
			await autoconnect(activeKey(profile), io.machine, io.rehearsal);
			io.say(`Connection '${idOf(profile)}' (${uuidOf(profile)}) successfully deleted.`);
		}

		return 0;
	},
	reload(_words, io) {
		needRoot(io, 'reload connections');
		return 0;
	},
};

const deviceHolding = (profile: Profile, io: Io) => io.machine.network.manager.active.entries().find(([, uuid]) => uuid === uuidOf(profile))?.[0] ?? '';

// As NetworkManager verifies a whole profile.
function check(properties: ReadonlyMap<string, string>): void {
	const method = properties.get('ipv4.method');
	const hasAddresses = (properties.get('ipv4.addresses') ?? '') !== '';
	const failed = (why: string) => refused(`Failed to modify connection '${properties.get('connection.id') ?? ''}': ${why}`, 1);
	if (method === 'manual' && !hasAddresses) {
		throw failed('ipv4.addresses: this property cannot be empty for \'method=manual\'');
	}

	if ((properties.get('ipv4.gateway') ?? '') !== '' && !hasAddresses) {
		throw failed('ipv4.gateway: gateway cannot be set if there are no addresses configured');
	}

	if ((properties.get('ipv4.gateway') ?? '') !== '' && ['yes', 'true'].includes(properties.get('ipv4.never-default') ?? '')) {
		throw failed('ipv4.gateway: a gateway is incompatible with \'never-default\'');
	}
}

function named(words: readonly string[], io: Io, missing = (word: string) => refused(`unknown connection '${word}'.`, 10)): readonly Profile[] {
	const found: Profile[] = [];
	for (let at = 0; at < words.length; at++) {
		const kind = ['id', 'uuid'].includes(words[at]!) ? words[at++] : undefined;
		const word = words[at];
		if (word === undefined) {
			throw refused(`${kind ?? ''} argument is missing.`);
		}

		const profile = profilesOf(io.machine).find(each => (kind !== 'uuid' && idOf(each) === word) || (kind !== 'id' && uuidOf(each) === word));
		if (!profile) {
			throw missing(word);
		}

		found.push(profile);
	}

	if (found.length === 0) {
		throw refused('No connection specified.');
	}

	return found;
}

function showProfile(profile: Profile, io: Io, fields: readonly string[] | undefined, isGet: boolean): void {
	const all = new Map([...profile.properties, ...isActive(profile, io.machine) ? [['GENERAL.STATE', 'activated'], ['GENERAL.DEVICES', deviceHolding(profile, io)]] as const : []]);
	if (!fields) {
		for (const [name, value] of all) {
			io.say(`${`${name}:`.padEnd(40)}${value === '' ? '--' : value}`);
		}

		return;
	}

	for (const field of fields) {
		const name = field.startsWith('GENERAL.') ? field : propertyNamed(field);
		if (typeof name !== 'string') {
			throw refused(`invalid field '${field}'.`);
		}

		const value = all.get(name) ?? '';
		io.say(isGet ? value : `${name}:${value}`);
	}
}
