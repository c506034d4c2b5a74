import {type Io, Refusal} from '../program.js';
import type {Given, OptionSpec} from '../usage.js';
import type {Domain, LibvirtNetwork} from './model.js';

/**
A subcommand of virsh.
*/
export type Verb = Pick<OptionSpec, 'flags' | 'values'> & {
	readonly run: (given: Given, io: Io) => number | Promise<number>;
};

export function domainOf(given: Given, io: Io): Domain {
	const name = given.value('--domain') ?? given.words[0];
	if (name === undefined) {
		throw new Refusal('error: command requires <domain> option');
	}

	const {domains} = io.world.libvirt;
	const found = domains.get(name) ?? domains.values().find(({uuid}) => uuid === name);
	if (!found) {
		throw new Refusal(`error: failed to get domain '${name}'`);
	}

	return found;
}

export function networkOf(given: Given, io: Io): LibvirtNetwork {
	const [name] = given.words;
	if (name === undefined) {
		throw new Refusal('error: command requires <network> option');
	}

	const {networks} = io.world.libvirt;
	const found = networks.get(name) ?? networks.values().find(({uuid}) => uuid === name);
	if (!found) {
		throw new Refusal(`error: failed to get network '${name}'\nerror: Network not found: no network with matching name '${name}'`);
	}

	return found;
}

/**
Text of the file that a definition comes from.
*/
export function definitionOf(given: Given, io: Io): string {
	const [path] = given.words;
	if (path === undefined) {
		throw new Refusal('error: command requires <file> option');
	}

	try {
		return io.read(path).trim();
	} catch {
		throw new Refusal(`error: Failed to open file '${path}': No such file or directory`);
	}
}
