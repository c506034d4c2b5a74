import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

const kibibytes = {size: 2 * (2 ** 30), used: 2 ** 28};

const columns: Readonly<Record<string, {readonly title: string; readonly value: number | string}>> = {
	source: {title: 'Filesystem', value: '/dev/sda2'},
	fstype: {title: 'Type', value: 'xfs'},
	size: {title: '1K-blocks', value: kibibytes.size},
	used: {title: 'Used', value: kibibytes.used},
	avail: {title: 'Avail', value: kibibytes.size - kibibytes.used},
	pcent: {title: 'Use%', value: '13%'},
	target: {title: 'Mounted on', value: '/'},
};

/**
One file system for all, of two terabytes. With `--output` alone.
*/
export const df: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-k', '-P', '-T', '-a', '-l'],
		values: ['--output'],
		unknown: word => new Refusal(`df: ${word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word.slice(1)}'`}\nTry 'df --help' for more information.`),
		isBundled: true,
	});
	const wanted = (given.value('--output') ?? 'source,size,used,avail,pcent,target').split(',');
	const unknown = wanted.find(name => !Object.hasOwn(columns, name));
	if (unknown !== undefined) {
		throw new Refusal(`df: option --output: field ‘${unknown}’ unknown\nTry 'df --help' for more information.`);
	}

	const missing = given.words.find(word => !io.files.exists(io.path(word)));
	if (missing !== undefined) {
		throw new Refusal(`df: ${missing}: No such file or directory`);
	}

	io.say(wanted.map(name => columns[name]!.title).join(' '));
	for (const _word of given.words.length === 0 ? ['/'] : given.words) {
		io.say(wanted.map(name => String(columns[name]!.value)).join(' '));
	}

	return 0;
};
