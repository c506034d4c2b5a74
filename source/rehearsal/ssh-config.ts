import type {Given} from './usage.js';

export type HostSettings = {
	readonly alias: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly identityFiles: readonly string[];
	readonly knownHosts: readonly string[];
	readonly isStrict: boolean;
};

/**
What an ssh configuration says about a host; the first value of a key wins, and options of the command line come before it.
*/
export function parseHost(text: string, destination: string, given: Given): HostSettings {
	const [before, after] = destination.includes('@') ? [destination.slice(0, destination.indexOf('@')), destination.slice(destination.indexOf('@') + 1)] : [undefined, destination];
	const options = (given.values.get('-o') ?? []).map(option => option.replace('=', ' '));
	const values = new Map<string, string>();
	let isMatching = true;
	for (const line of [...options, ...text.split('\n')]) {
		const found = /^\s*(?<key>\w+)[\s=]+(?<value>.*?)\s*$/v.exec(line)?.groups;
		if (!found) {
			continue;
		}

		const key = found.key!.toLowerCase();
		if (key === 'host') {
			isMatching = found.value!.split(/\s+/v).some(pattern => pattern === '*' || pattern === after);
		} else if (isMatching && !values.has(key)) {
			values.set(key, found.value!.replaceAll('"', ''));
		}
	}

	const host = values.get('hostname') ?? after;
	return {
		host,
		alias: values.get('hostkeyalias') ?? host,
		port: Number(given.value('-p') ?? values.get('port') ?? 22),
		user: before ?? given.value('-l') ?? values.get('user') ?? 'root',
		identityFiles: [...given.values.get('-i') ?? [], ...(values.has('identityfile') ? [values.get('identityfile')!] : [])],
		knownHosts: [values.get('userknownhostsfile') ?? '~/.ssh/known_hosts', values.get('globalknownhostsfile') ?? '/etc/ssh/ssh_known_hosts'],
		isStrict: values.get('stricthostkeychecking') !== 'no',
	};
}
