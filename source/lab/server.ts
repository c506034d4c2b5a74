import {isIPv6} from 'node:net';
import {type Fault, shown} from './problem.js';

export type Server = {readonly user: string | undefined; readonly host: string; readonly port: number | undefined};

const pattern = /^(?:(?<user>[A-Z_a-z][\w\-.]{0,63})@)?(?:\[(?<v6>[\d.:A-Fa-f]{2,45}(?:%[\w\-.]{1,15})?)\]|(?<host>\w(?:[\w\-.]{0,251}\w)?))(?::(?<port>[1-9]\d{0,4}))?$/v;

/**
`USER@HOST[:PORT]`, `[IPV6]:PORT` or an ssh alias, taken apart; undefined for what is none of them. `this-host` is a host like any other here.
*/
export function parseServer(text: string): Server | undefined {
	const groups = pattern.exec(text)?.groups;
	const host = groups?.v6 ?? groups?.host;
	const port = groups?.port === undefined ? undefined : Number(groups.port);
	return host === undefined || (port ?? 1) > 65_535 || (groups?.v6 !== undefined && !isIPv6(host)) ? undefined : {user: groups?.user, host, port};
}

const why = 'it is handed to ssh: USER@HOST, USER@HOST:PORT, [IPv6 address]:PORT, an alias of your ssh configuration, or this-host for the machine that the wizard runs on';

export function checkServer(text: string): Fault | undefined {
	if (text.startsWith('-')) {
		return {message: `The server ${shown(text)} starts with a dash.`, reason: 'ssh would read it as an option, not as a host'};
	}

	if (parseServer(text)) {
		return undefined;
	}

	if (isIPv6(text.slice(text.indexOf('@') + 1))) {
		return {message: `The server ${shown(text)} is an IPv6 address without brackets.`, reason: 'a colon stands before the port: write [2001:db8::1] or [2001:db8::1]:22'};
	}

	return text.startsWith('ssh://') ? {message: `The server ${shown(text)} is a URL.`, reason: why} : {message: text === '' ? 'The server is empty.' : `The server ${shown(text)} is not a host that ssh could reach.`, reason: why};
}
