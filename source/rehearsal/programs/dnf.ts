import type {Machine} from '../machine.js';
import {packagesOf} from '../packages/index.js';
import {installPackage} from '../packages/install.js';
import {removedWith, removePackage} from '../packages/remove.js';
import {fetchPackage, type Offers, readOffers} from '../packages/offers.js';
import {repositoriesOf} from '../packages/repositories.js';
import {type Io, type Program, Refusal} from '../program.js';
import {type Given, readOptions} from '../usage.js';
import {reposync} from './reposync.js';

/**
Dnf 5: it knows no --disableexcludes, and a word that it does not know is an error of usage.
*/
export const dnf: Program = async (argv, io) => {
	if (argv[0] === 'reposync') {
		return reposync(argv.slice(1), io);
	}

	const unknownVerb = (verb: string) => new Refusal(`Unknown argument "${verb}" for command "dnf5". Add "--help" for more information about the arguments.`, 2);
	if (argv[0] !== undefined && !argv[0].startsWith('-') && !verbs.has(argv[0])) {
		throw unknownVerb(argv[0]);
	}

	const given = readOptions(argv, {
		flags: [['-y', '--assumeyes'], ['-q', '--quiet'], '--refresh', ['-b', '--best'], '--allowerasing', '--skip-unavailable'],
		values: ['--setopt', '--repo', '--enable-repo', '--disable-repo', '--releasever'],
		unknown: word => new Refusal(`Unknown argument "${word}" for command "dnf5". Add "--help" for more information about the arguments.`, 2),
	});
	const [verb, ...names] = given.words;
	if (!verbs.has(verb ?? '')) {
		throw unknownVerb(verb ?? '');
	}

	if (!io.isRoot) {
		throw new Refusal('The requested operation requires superuser privileges. Please log in as a user with elevated rights, or use the "--assumeno" or "--downloadonly" options to run the command without modifying the system state.');
	}

	if (verb === 'makecache') {
		const offers = await fetchMetadata(true, io);
		return typeof offers === 'number' ? offers : 0;
	}

	if (!given.has('--assumeyes')) {
		io.say('Is this ok [y/N]: ');
		throw new Refusal('Operation aborted by the user.');
	}

	return verb === 'install' ? install(names, given, io) : remove(names, given, io);
};

const verbs = new Set(['install', 'remove', 'makecache']);

async function install(names: readonly string[], given: Given, io: Io): Promise<number> {
	const missing = names.filter(name => !io.machine.packages.has(name));
	if (missing.length === 0) {
		io.say('Nothing to do.');
		return 0;
	}

	const withExcluded = (given.values.get('--setopt') ?? []).some(option => option.replaceAll('"', '') === 'disable_excludes=*');
	const offers = await fetchMetadata(withExcluded, io);
	if (typeof offers === 'number') {
		return offers;
	}

	const unknown = missing.filter(name => !offers.has(name) || !packagesOf(io.machine.family).has(name));
	if (unknown.length > 0) {
		io.complain('Failed to resolve the transaction:');
		for (const name of unknown) {
			io.complain(`No match for argument: ${name}`);
		}

		return 1;
	}

	for (const name of missing) {
		const failed = await fetchPackage(name, offers, io);
		if (failed !== undefined) {
			io.complain(`>>> Librepo error: Cannot download ${failed}`);
			return 1;
		}
	}

	const installed = missing.flatMap(name => installPackage(io.machine, name, io.now(), offers.get(name)!.version));
	for (const [index, name] of installed.entries()) {
		await io.work(2);
		io.say(`[${index + 1}/${installed.length}] Installing ${name}-${io.machine.packages.get(name)!}`);
	}

	io.say('Complete!');
	return 0;
}

async function fetchMetadata(withExcluded: boolean, io: Io): Promise<Offers | number> {
	await io.work(3);
	const offers = await readOffers(repositoriesOf(io.machine), withExcluded, io);
	if (typeof offers !== 'string') {
		return offers;
	}

	io.complain(`>>> Curl error: Could not get ${offers}`);
	return 1;
}

async function remove(names: readonly string[], given: Given, io: Io): Promise<number> {
	const {machine} = io;
	for (const name of names.filter(each => !machine.packages.has(each))) {
		io.complain(`No packages to remove for argument: ${name}`);
	}

	const gone = removedWith(names, machine);
	const guarded = gone.find(name => protectedPackages.has(name));
	if (guarded !== undefined) {
		io.complain(`Failed to resolve the transaction:\nProblem: The operation would result in removing the following protected packages: ${guarded}`);
		return 1;
	}

	// Else it takes along what nothing needs any more of what came with them.
	const isThrifty = (given.values.get('--setopt') ?? []).some(option => /^clean_requirements_on_remove=(?:False|false|0|no)$/v.test(option));
	const unneeded = isThrifty ? [] : unneededAfter(gone, machine);
	for (const name of [...gone, ...unneeded]) {
		await io.work(1);
		await removePackage(name, machine, io.rehearsal);
		io.say(`Removing ${name}`);
	}

	io.say(gone.length === 0 ? 'Nothing to do.' : 'Complete!');
	return 0;
}

const protectedPackages = new Set(['dnf', 'sudo', 'systemd']);

function unneededAfter(gone: readonly string[], {family, packages}: Machine): readonly string[] {
	const lists = packagesOf(family);
	const brought = new Set(gone.flatMap(name => lists.get(name)?.requires ?? []).filter(name => packages.has(name) && !gone.includes(name)));
	return [...brought].filter(name => !packages.keys().some(other => !gone.includes(other) && lists.get(other)?.requires?.includes(name)));
}
