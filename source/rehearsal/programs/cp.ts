import {nameOf} from '../file-system/path.js';
import {type Io, type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const cp: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: ['-f', ['-R', '-r', '--recursive'], ['-a', '--archive'], ['-p', '--preserve'], ['-T', '--no-target-directory'], ['-v', '--verbose'], ['-n', '--no-clobber'], '--sparse=auto', '--sparse=always'],
		values: ['--reflink', ['-t', '--target-directory']],
		unknown: word => new Refusal(word.startsWith('--') ? `cp: unrecognized option '${word}'` : `cp: invalid option -- '${word.slice(1)}'\nTry 'cp --help' for more information.`),
		isBundled: true,
	});
	const sources = [...given.words];
	const target = given.value('--target-directory') ?? sources.pop();
	if (target === undefined || sources.length === 0) {
		throw new Refusal(target === undefined ? 'cp: missing file operand' : `cp: missing destination file operand after '${target}'`);
	}

	const isInto = !given.has('--no-target-directory') && isDirectory(io.path(target), io);
	if (sources.length > 1 && !isInto) {
		throw new Refusal(`cp: target '${target}': No such file or directory`);
	}

	const isDeep = given.has('--recursive') || given.has('--archive');
	for (const source of sources) {
		const path = io.path(source);
		if (isDirectory(path, io) && !isDeep) {
			throw new Refusal(`cp: -r not specified; omitting directory '${source}'`);
		}

		// The content of `directory/.` goes into the target itself.
		const isContent = /(?:^|\/)\.$/v.test(source);
		const end = isInto && !isContent ? `${io.path(target)}/${nameOf(path)}` : io.path(target);
		if (!(given.has('--no-clobber') && io.files.exists(end))) {
			copy(path, end, io, given.has('--preserve') || given.has('--archive'));
		}
	}

	return 0;
};

const isDirectory = (path: string, io: Io): boolean => io.files.exists(path) && io.files.get(path).kind === 'directory';

function copy(from: string, to: string, io: Io, keepsMode: boolean): void {
	const {mode} = io.files.get(from);
	if (isDirectory(from, io)) {
		io.files.mkdir(to, {recursive: true, mode});
		for (const name of io.files.list(from)) {
			copy(`${from}/${name}`, `${to}/${name}`, io, keepsMode);
		}
	} else {
		io.files.write(to, io.files.bytes(from), io.files.exists(to) && !keepsMode ? {} : {mode: keepsMode ? mode : mode & ~io.files.umask});
	}
}
