import {homedir, hostname, userInfo} from 'node:os';
import path from 'node:path';
import {PlaceError} from '../../errors.js';
import {tool} from '../tool.js';
import type {Address} from './address.js';

/**
What the user's ssh configuration says about one host.
*/
export type SshSettings = {
	/**
	As it was asked for: an alias or a name.
	*/
	readonly alias: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly identityFiles: readonly string[];
	readonly identitiesOnly: boolean;
	/**
	Socket of the agent, or undefined without one.
	*/
	readonly agent: string | undefined;
	/**
	`none`, or what ProxyJump says.
	*/
	readonly proxyJump: string | undefined;
	readonly hostKeyAlias: string | undefined;
	readonly userKnownHosts: readonly string[];
	readonly globalKnownHosts: readonly string[];
	readonly hashesKnownHosts: boolean;
	readonly connectTimeoutMs: number;
	/**
	Everything, by ssh's own lower-case names.
	*/
	readonly all: ReadonlyMap<string, readonly string[]>;
};

export type SshClient = {
	/**
	`-F FILE`, or nothing.
	*/
	readonly configArguments: readonly string[];
	readonly environment: NodeJS.ProcessEnv;
};

/**
Asks `ssh -G`, so that an alias that works in a terminal works here.
*/
export async function readSettings({host, user, port}: Address, {configArguments, environment}: SshClient): Promise<SshSettings> {
	const argv = [
		...configArguments,
		'-G',
		...(user === undefined ? [] : ['-l', user]),
		...(port === undefined ? [] : ['-p', String(port)]),
		'--',
		host,
	];
	const {exitCode, stdout, stderr} = await tool('ssh', argv, environment);
	if (exitCode !== 0) {
		throw new PlaceError(`ssh does not understand its configuration for ${host}: ${stderr.trim()}`, host, [`Try: ssh -G ${host}`]);
	}

	return interpretSettings(host, stdout, environment);
}

export function interpretSettings(alias: string, text: string, environment: NodeJS.ProcessEnv): SshSettings {
	const all = new Map<string, string[]>();
	for (const line of text.split('\n')) {
		const space = line.indexOf(' ');
		const name = line.slice(0, space);
		all.set(name, [...(all.get(name) ?? []), line.slice(space + 1)]);
	}

	const first = (name: string) => meaningful(all.get(name)?.[0]);
	const host = first('hostname') ?? alias;
	const user = first('user') ?? userInfo().username;
	const port = Number(first('port') ?? 22);
	const expand = (file: string) => expandPath(file, {
		host, user, port: String(port), alias,
	});
	const timeout = Number(first('connecttimeout'));
	return {
		alias,
		host,
		port,
		user,
		identityFiles: (all.get('identityfile') ?? []).filter(file => file !== 'none').map(file => expand(file)),
		identitiesOnly: first('identitiesonly') === 'yes',
		agent: agentSocket(all.get('identityagent')?.[0], environment, expand),
		proxyJump: first('proxyjump'),
		hostKeyAlias: first('hostkeyalias'),
		userKnownHosts: files(first('userknownhostsfile') ?? '~/.ssh/known_hosts', expand),
		globalKnownHosts: files(first('globalknownhostsfile') ?? '', expand),
		hashesKnownHosts: first('hashknownhosts') === 'yes',
		connectTimeoutMs: (Number.isFinite(timeout) && timeout > 0 ? timeout : 15) * 1000,
		all,
	};
}

const meaningful = (value: string | undefined) => value === undefined || value === 'none' ? undefined : value;

const files = (text: string, expand: (file: string) => string) => text.split(' ').filter(file => file !== '' && file !== 'none').map(file => expand(file));

function agentSocket(identityAgent: string | undefined, environment: NodeJS.ProcessEnv, expand: (file: string) => string): string | undefined {
	if (identityAgent === 'none') {
		return undefined;
	}

	const named = identityAgent ?? 'SSH_AUTH_SOCK';
	const socket = named === 'SSH_AUTH_SOCK' || named.startsWith('$') ? environment[named.replace('$', '')] : expand(named);
	return socket === '' ? undefined : socket;
}

// The tokens of ssh_config(5) that make sense in a path.
function expandPath(text: string, {host, user, port, alias}: {host: string; user: string; port: string; alias: string}): string {
	const tokens: Readonly<Record<string, string>> = {
		'%': '%', d: homedir(), h: host, i: String(userInfo().uid), k: alias, L: hostname().split('.', 1)[0]!, l: hostname(), n: alias, p: port, r: user, u: userInfo().username,
	};
	const expanded = text.replaceAll(/%(?<token>.)/gv, (whole, token: string) => tokens[token] ?? whole);
	return expanded === '~' || expanded.startsWith('~/') ? path.join(homedir(), expanded.slice(1)) : expanded;
}
