import {isOnline} from '../containers/pull.js';
import type {Machine} from '../machine.js';
import {packagesOf} from '../packages/index.js';
import {installPackage} from '../packages/install.js';
import {removedWith, removePackage} from '../packages/remove.js';
import {isAvailable, repositoriesOf} from '../packages/repositories.js';
import {type Io, type Program, Refusal} from '../program.js';
import {type Given, readOptions} from '../usage.js';

/**
Dnf 5: it knows no --disableexcludes, and a word that it does not know is an error of usage.
*/
export const dnf: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-y', '--assumeyes'], ['-q', '--quiet'], '--refresh', ['-b', '--best'], '--allowerasing', '--skip-unavailable'],
		values: ['--setopt', '--repo', '--enable-repo', '--disable-repo', '--releasever'],
		unknown: word => new Refusal(`Unknown argument "${word}" for command "dnf5". Add "--help" for more information about the arguments.`, 2),
	});
	const [verb, ...names] = given.words;
	if (!['install', 'remove', 'makecache'].includes(verb ?? '')) {
		throw new Refusal(`Unknown argument "${verb ?? ''}" for command "dnf5". Add "--help" for more information about the arguments.`, 2);
	}

	if (!io.isRoot) {
		throw new Refusal('The requested operation requires superuser privileges. Please log in as a user with elevated rights, or use the "--assumeno" or "--downloadonly" options to run the command without modifying the system state.');
	}

	if (verb === 'makecache') {
		return await fetchMetadata(io) ?? 0;
	}

	if (!given.has('--assumeyes')) {
		io.say('Is this ok [y/N]: ');
		throw new Refusal('Operation aborted by the user.');
	}

	return verb === 'install' ? install(names, given, io) : remove(names, given, io);
};

async function install(names: readonly string[], given: Given, io: Io): Promise<number> {
	const missing = names.filter(name => !io.machine.packages.has(name));
	if (missing.length === 0) {
		io.say('Nothing to do.');
		return 0;
	}

	const offline = await fetchMetadata(io);
	if (offline !== undefined) {
		return offline;
	}

	const withExcluded = (given.values.get('--setopt') ?? []).some(option => option.replaceAll('"', '') === 'disable_excludes=*');
	const repositories = repositoriesOf(io.machine);
	const unknown = missing.filter(name => !isAvailable(name, io.machine, repositories, withExcluded));
	if (unknown.length > 0) {
		io.complain('Failed to resolve the transaction:');
		for (const name of unknown) {
			io.complain(`No match for argument: ${name}`);
		}

		return 1;
	}

	const installed = missing.flatMap(name => installPackage(io.machine, name, io.now()));
	for (const [index, name] of installed.entries()) {
		await io.work(2);
		io.say(`[${index + 1}/${installed.length}] Installing ${name}-${io.machine.packages.get(name)!}`);
	}

	io.say('Complete!');
	return 0;
}

async function fetchMetadata(io: Io): Promise<number | undefined> {
	await io.work(3);
	if (isOnline(io.machine, io.rehearsal)) {
		return undefined;
	}

	io.complain('>>> Curl error (6): Could not resolve hostname for https://mirrors.fedoraproject.org/metalink [Could not resolve host: mirrors.fedoraproject.org]');
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
