import {
	archiveText,
	membersOf,
	readArchive,
	unpack,
} from '../archive.js';
import {type Io, type Program, Refusal} from '../program.js';
import {type Given, readOptions} from '../usage.js';

const fatal = (words: string) => new Refusal(`tar: ${words}\ntar: Error is not recoverable: exiting now`, 2);

export const tar: Program = async (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-x', '--extract'], ['-c', '--create'], ['-t', '--list'], ['-z', '--gzip'], ['-v', '--verbose'], '--no-same-owner', '--no-same-permissions', '--wildcards'],
		values: [['-f', '--file'], ['-C', '--directory'], '--strip-components', '--exclude'],
		unknown: word => new Refusal(`tar: ${word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word.slice(1)}'`}\nTry 'tar --help' or 'tar --usage' for more information.`, 64),
		isBundled: true,
	});
	const actions = ['--extract', '--create', '--list'].filter(name => given.has(name));
	if (actions.length !== 1) {
		throw new Refusal(actions.length === 0
			? 'tar: You must specify one of the \'-Acdtrux\', \'--delete\' or \'--test-label\' options\nTry \'tar --help\' or \'tar --usage\' for more information.'
			: 'tar: You may not specify more than one \'-Acdtrux\', \'--delete\' or  \'--test-label\' option', 2);
	}

	const directory = io.path(given.value('--directory') ?? '.');
	if (!io.files.exists(directory)) {
		throw fatal(`${given.value('--directory') ?? '.'}: Cannot open: No such file or directory`);
	}

	await io.work(1);
	return given.has('--create') ? create(given, directory, io) : extract(given, directory, io);
};

function create(given: Given, directory: string, io: Io): number {
	if (given.words.length === 0) {
		throw new Refusal('tar: Cowardly refusing to create an empty archive', 2);
	}

	const text = archiveText(given.words.flatMap(word => membersOf(io.files, io.path(word.startsWith('/') ? word : `${directory}/${word}`), word.replace(/^\//v, ''))), given.has('--gzip'));
	const file = given.value('--file');
	if (file === undefined || file === '-') {
		io.write(text);
	} else {
		io.files.write(io.path(file), text);
	}

	return 0;
}

function extract(given: Given, directory: string, io: Io): number {
	const file = given.value('--file') ?? '-';
	const archive = readArchive(io.read(file));
	if (!archive || (given.has('--gzip') && !archive.isCompressed)) {
		throw new Refusal(`${given.has('--gzip') ? 'gzip: stdin: not in gzip format' : 'tar: This does not look like a tar archive'}\ntar: Child returned status 1\ntar: Error is not recoverable: exiting now`, 2);
	}

	if (archive.isCompressed && !given.has('--gzip') && file === '-') {
		throw fatal('Archive is compressed. Use -z option');
	}

	const strip = Number(given.value('--strip-components') ?? '0');
	const fits = (path: string, word: string) => given.has('--wildcards') ? patternOf(word).test(path) : path === word || path.startsWith(`${word.replace(/\/$/v, '')}/`);
	const isWanted = (path: string) => given.words.length === 0 || given.words.some(word => fits(path, word));
	const wanted = archive.members.filter(({path}) => isWanted(path));
	for (const member of wanted) {
		const words = member.path.split('/');
		const path = words.slice(strip).join('/');
		if (given.has('--list')) {
			io.say(member.path);
		} else if (path !== '') {
			unpack({...member, path}, directory, io.files);
		}
	}

	const missing = given.words.filter(word => archive.members.every(({path}) => !fits(path, word)));
	if (missing.length > 0) {
		throw new Refusal(`${missing.map(word => `tar: ${word}: Not found in archive`).join('\n')}\ntar: Exiting with failure status due to previous errors`, 2);
	}

	return 0;
}

// Tar's asterisk passes over slashes.
const patternOf = (word: string): RegExp => new RegExp(`^${word.replaceAll(/[$\(\)+.\[\\\]^\{\|\}]/gv, String.raw`\$&`).replaceAll('*', '.*').replaceAll('?', '.')}(?:/|$)`, 'v');
