import {UserError} from '../../errors.js';

/**
Where a person said the server is. What is missing comes from the ssh configuration.
*/
export type Address = {readonly host: string; readonly user: string | undefined; readonly port: number | undefined};

const advice = ['Write USER@HOST, USER@HOST:PORT, USER@[IPV6]:PORT, or an alias of ~/.ssh/config'];

/**
Reads `[USER@]HOST[:PORT]`, an alias, or an IPv6 address, alone or in brackets.
*/
export function parseAddress(text: string): Address {
	const at = text.lastIndexOf('@');
	const user = at === -1 ? undefined : text.slice(0, at);
	const rest = text.slice(at + 1);
	const match = /^(?:\[(?<bracketed>[^\]]+)\]|(?<plain>[^:]+))(?::(?<port>\d+))?$/v.exec(rest);
	const host = match?.groups!.bracketed ?? match?.groups!.plain ?? (/^[\d:a-f]+$/iv.test(rest) ? rest : undefined);
	const port = match?.groups!.port === undefined ? undefined : Number(match.groups.port);
	const isPort = port === undefined || (port >= 1 && port <= 65_535);
	const couldBeAnOption = [host, user].some(part => part?.startsWith('-'));
	if (host === undefined || user === '' || couldBeAnOption || !isPort || /[\s\p{Control}]/v.test(text)) {
		throw new UserError(`"${text}" is not an address that ssh understands`, advice);
	}

	return {host, user, port};
}
