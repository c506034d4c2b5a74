import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

/**
Only asks: `-qa` for all, `-q NAME...` for some.
*/
export const rpm: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-q', '--query'], ['-a', '--all'], '--quiet'],
		values: [['--qf', '--queryformat']],
		unknown: word => new Refusal(`rpm: ${word}: unknown option`),
		isBundled: true,
	});
	if (!given.has('--query')) {
		throw new Refusal('rpm: no operation specified');
	}

	if (!given.has('--all') && given.words.length === 0) {
		throw new Refusal('rpm: no arguments given for query');
	}

	const {packages} = io.machine;
	const format = given.value('--queryformat') ?? String.raw`%{NAME}-%{VERSION}-1.fc44.x86_64\n`;
	let status = 0;
	for (const name of given.has('--all') ? packages.keys() : given.words) {
		const version = packages.get(name);
		if (version === undefined) {
			io.say(`package ${name} is not installed`);
			status++;
		} else if (!given.has('--quiet')) {
			const values: Readonly<Record<string, string>> = {
				NAME: name, VERSION: version, RELEASE: '1.fc44', ARCH: 'x86_64',
			};
			io.write(format.replaceAll(/%\{(?<tag>\w+)\}/gv, (_match, tag: string) => {
				const value = values[tag.toUpperCase()];
				if (value === undefined) {
					throw new Refusal(`error: incorrect format: unknown tag: "${tag}"`);
				}

				return value;
			}).replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\t`, '\t'));
		}
	}

	return status;
};
