import {PlaceError} from '../errors.js';
import {quote} from '../shell/quote.js';
import {type Place, placeName} from '../shell/place.js';
import {placePath} from './bootstrap.js';
import {parseAddress} from './ssh/address.js';

export const noServer = (where: string) => new PlaceError('The lab has no server yet', where, ['Name one: dpu-wizard lab set --server USER@HOST']);

type TerminalNode = {readonly name: string; readonly address: string; readonly user: string; readonly port?: number};

export type TerminalOptions = {
	readonly server: string | undefined;
	readonly node: TerminalNode | undefined;
	readonly nodeKeyPath: string;
	readonly hostKeyDirectory: string;
	/**
	`-F FILE`, or nothing.
	*/
	readonly configArguments: readonly string[];
};

/**
Argv of a program of this machine that gives a person a terminal at a place.
*/
export function terminalArguments(place: Place, options: TerminalOptions): readonly string[] {
	const {server, node} = options;
	if (place.kind === 'local') {
		return ['bash'];
	}

	if (server === undefined) {
		throw noServer(placeName(place));
	}

	if (place.kind === 'remote') {
		return server === 'this-host' ? ['bash'] : serverTerminal(server, options.configArguments);
	}

	if (!node) {
		throw new PlaceError(`There is no node ${placeName(place)} in this lab`, placeName(place));
	}

	const script = nodeScript(node, options);
	return server === 'this-host' ? ['bash', '-c', script] : [...serverTerminal(server, options.configArguments), `exec bash -c ${quote(script)}`];
}

function serverTerminal(server: string, configArguments: readonly string[]): string[] {
	const {host, user, port} = parseAddress(server);
	return [
		'ssh', ...configArguments, '-t', ...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)]), '--', host,
	];
}

// Ssh takes host keys from a file of known hosts only, and closes what it inherits: so a file it is, for as long as the terminal is open.
function nodeScript({name, address, port = 22, user}: TerminalNode, {nodeKeyPath, hostKeyDirectory}: TerminalOptions): string {
	return [
		'known=$(mktemp) || exit',
		'trap \'rm -f "$known"\' EXIT',
		String.raw`printf '%s %s\n' ${quote(name)} "$(cat -- ${placePath(`${hostKeyDirectory}/${name}.pub`)})" >"$known"`,
		[
			'ssh -t',
			`-i ${placePath(nodeKeyPath)}`,
			'-o IdentitiesOnly=yes -o UserKnownHostsFile="$known" -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes -o UpdateHostKeys=no -o LogLevel=ERROR',
			`-o HostKeyAlias=${quote(name)}`,
			`-p ${port} -l ${quote(user)} -- ${quote(address)}`,
		].join(' '),
	].join('\n');
}
