import {type Program, Refusal} from '../program.js';
import {nameOf, parentOf} from '../file-system/path.js';
import {readOptions} from '../usage.js';

export const install: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-d', '--directory'], '-D', ['-v', '--verbose'], '-T', '-C', '-p'],
		values: [['-m', '--mode'], ['-o', '--owner'], ['-g', '--group'], ['-t', '--target-directory']],
		unknown: word => new Refusal(`install: unrecognized option '${word}'\nTry 'install --help' for more information.`),
		isBundled: true,
	});
	const mode = given.value('--mode');
	if (mode !== undefined && !/^[0-7]{3,4}$/v.test(mode)) {
		throw new Refusal(`install: invalid mode ‘${mode}’`);
	}

	const {owner, group} = ids(given.value('--owner'), given.value('--group'), io);
	const bits = mode === undefined ? 0o755 : Number.parseInt(mode, 8);
	if (given.has('--directory')) {
		for (const word of given.words) {
			io.files.mkdir(io.path(word), {recursive: true});
			const inode = io.files.get(io.path(word));
			io.files.chmod(io.path(word), bits);
			inode.uid = owner ?? inode.uid;
			inode.gid = group ?? inode.gid;
		}

		return given.words.length === 0 ? 1 : 0;
	}

	const directory = given.value('--target-directory');
	const sources = directory === undefined ? given.words.slice(0, -1) : given.words;
	const target = directory ?? given.words.at(-1);
	if (sources.length === 0 || target === undefined) {
		throw new Refusal(given.words.length === 0 ? 'install: missing file operand' : `install: missing destination file operand after ‘${given.words[0]!}’`);
	}

	for (const source of sources) {
		const content = source === '/dev/stdin' ? io.stdin : io.files.bytes(io.path(source));
		const isInto = !given.has('-T') && (directory !== undefined || isDirectory(io.path(target)));
		const path = isInto ? `${io.path(target)}/${nameOf(source)}` : io.path(target);
		if (given.has('-D')) {
			io.files.mkdir(parentOf(path), {recursive: true});
		}

		// It removes what was there and makes it anew.
		if (io.files.exists(path)) {
			io.files.remove(path);
		}

		io.files.write(path, content, {mode: bits, ...(owner !== undefined && {uid: owner}), ...(group !== undefined && {gid: group})});
	}

	return 0;

	function isDirectory(path: string): boolean {
		return io.files.exists(path) && io.files.get(path).kind === 'directory';
	}
};

function ids(owner: string | undefined, group: string | undefined, io: Parameters<Program>[1]) {
	if (owner === undefined && group === undefined) {
		return {};
	}

	if (!io.isRoot) {
		throw new Refusal('install: cannot change ownership: Operation not permitted');
	}

	const find = (name: string, part: 'uid' | 'gid') => {
		// A number needs no user.
		if (/^\d+$/v.test(name)) {
			return Number(name);
		}

		const user = io.machine.users.get(name);
		if (!user) {
			throw new Refusal(`install: invalid user ‘${name}’`);
		}

		return user[part];
	};

	return {...(owner !== undefined && {owner: find(owner, 'uid')}), ...(group !== undefined && {group: find(group, 'gid')})};
}
