import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const dpkgQuery: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-W', '--show']],
		values: [['-f', '--showformat']],
		unknown: word => new Refusal(`dpkg-query: error: unknown option ${word}\n\nUse --help for help about querying packages.`, 2),
	});
	if (!given.has('--show')) {
		throw new Refusal('dpkg-query: error: need an action option\n\nUse --help for help about querying packages.', 2);
	}

	const {packages} = io.machine;
	const format = given.value('--showformat');
	let status = 0;
	for (const name of given.words.length === 0 ? packages.keys() : given.words) {
		const version = packages.get(name);
		if (version === undefined) {
			io.complain(`dpkg-query: no packages found matching ${name}`);
			status = 1;
			continue;
		}

		if (format === undefined) {
			io.say(`${name}\t${version}`);
			continue;
		}

		const values: Readonly<Record<string, string>> = {
			'binary:Package': name, Package: name, Version: version, Architecture: 'amd64', 'db:Status-Status': 'installed',
		};
		// A field that a package has not is empty.
		io.write(format.replaceAll(/\$\{(?<field>[\w\-:]+)\}/gv, (_match, field: string) => values[field] ?? '').replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\t`, '\t'));
	}

	return status;
};
