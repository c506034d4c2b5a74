import {packagesOf} from '../packages/index.js';
import {installPackage} from '../packages/install.js';
import {removedWith, removePackage} from '../packages/remove.js';
import {fetchPackage, readOffers} from '../packages/offers.js';
import {repositoriesOf} from '../packages/repositories.js';
import {type Io, type Program, Refusal} from '../program.js';
import {startUnit} from '../systemd/start.js';
import {type Given, readOptions} from '../usage.js';

export const aptGet: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-q', '--quiet'], ['-y', '--yes'], '--no-install-recommends', '--allow-change-held-packages', '-qq'],
		values: [['-o', '--option'], ['-t', '--target-release']],
		unknown: word => new Refusal(`E: Command line option ${word.startsWith('--') ? word : `'${word[1] ?? ''}' [from ${word}]`} is not understood in combination with the other options`, 100),
	});
	const [verb, ...names] = given.words;
	if (!['update', 'install', 'remove', 'purge', 'clean', 'autoremove'].includes(verb ?? '')) {
		throw new Refusal(`E: Invalid operation ${verb ?? ''}`, 100);
	}

	if (!io.isRoot) {
		throw new Refusal('E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?', 100);
	}

	switch (verb) {
		case 'update': {
			return update(io);
		}

		case 'install': {
			return install(names, given, io);
		}

		case 'remove':
		case 'purge': {
			return remove(names, given, io);
		}

		case undefined:
		default: {
			return 0;
		}
	}
};

async function update(io: Io): Promise<number> {
	await io.work(5);
	const repositories = repositoriesOf(io.machine);
	const unsigned = repositories.find(({key}) => key !== undefined && !io.files.exists(key));
	if (unsigned) {
		io.complain(`E: The repository '${unsigned.url}  InRelease' is not signed.`);
		return 100;
	}

	const offers = await readOffers(repositories, true, io);
	if (typeof offers === 'string') {
		io.complain(`W: Failed to fetch ${offers}`);
		return 100;
	}

	io.machine.packageIndex = repositories.map(({url}) => url);
	io.say('Reading package lists...');
	return 0;
}

async function install(names: readonly string[], given: Given, io: Io): Promise<number> {
	const missing = names.filter(name => !io.machine.packages.has(name));
	const repositories = repositoriesOf(io.machine).filter(({url}) => io.machine.packageIndex.includes(url));
	const offers = missing.length === 0 ? new Map<string, never>() : await readOffers(repositories, true, io);
	if (typeof offers === 'string') {
		throw new Refusal(`E: Failed to fetch ${offers}`, 100);
	}

	const unknown = missing.filter(name => !offers.has(name) || !packagesOf(io.machine.family).has(name));
	if (unknown.length > 0) {
		throw new Refusal(unknown.map(name => `E: Unable to locate package ${name}`).join('\n'), 100);
	}

	if (missing.length > 0 && !given.has('--yes')) {
		throw new Refusal('Do you want to continue? [Y/n] Abort.');
	}

	for (const name of missing) {
		const failed = await fetchPackage(name, offers, io);
		if (failed !== undefined) {
			throw new Refusal(`E: Failed to fetch ${failed}`, 100);
		}
	}

	const installed = missing.flatMap(name => installPackage(io.machine, name, io.now(), offers.get(name)!.version));
	for (const name of installed) {
		await io.work(2);
		io.say(`Setting up ${name} (${io.machine.packages.get(name)!}) ...`);
		// Debian starts what it installs.
		for (const unit of packagesOf(io.machine.family).get(name)?.enables ?? []) {
			if (await mayStart(unit, io)) {
				await startUnit(unit, io.machine, io.rehearsal);
			}
		}
	}

	io.say(`0 upgraded, ${installed.length} newly installed, 0 to remove and 0 not upgraded.`);
	return 0;
}

async function remove(names: readonly string[], given: Given, io: Io): Promise<number> {
	const unknown = names.filter(name => !io.machine.packages.has(name) && !packagesOf(io.machine.family).has(name));
	if (unknown.length > 0) {
		throw new Refusal(unknown.map(name => `E: Unable to locate package ${name}`).join('\n'), 100);
	}

	for (const name of names.filter(each => !io.machine.packages.has(each))) {
		io.say(`Package '${name}' is not installed, so not removed`);
	}

	const gone = removedWith(names, io.machine);
	if (gone.length > 0 && !given.has('--yes')) {
		throw new Refusal('Do you want to continue? [Y/n] Abort.');
	}

	if (gone.some(name => essentialPackages.has(name))) {
		throw new Refusal('E: Essential packages were removed and -y was used without --allow-remove-essential.', 100);
	}

	for (const name of gone) {
		await io.work(1);
		await removePackage(name, io.machine, io.rehearsal, {isPurged: given.words[0] === 'purge'});
		io.say(`Removing ${name} ...`);
	}

	io.say(`0 upgraded, 0 newly installed, ${gone.length} to remove and 0 not upgraded.`);
	return 0;
}

const essentialPackages = new Set(['apt', 'coreutils', 'dpkg', 'tar', 'util-linux']);

// The script by which an administrator (or who makes an image) keeps packages from starting what they bring.
async function mayStart(unit: string, io: Io): Promise<boolean> {
	const policy = '/usr/sbin/policy-rc.d';
	if (!io.files.exists(policy)) {
		return true;
	}

	const {status} = await io.run([policy, unit, 'start']);
	if (status === 101) {
		io.complain('invoke-rc.d: policy-rc.d denied execution of start.');
	}

	return status !== 101;
}
