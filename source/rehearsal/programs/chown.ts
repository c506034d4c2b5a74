import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const chown: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-R', '--recursive'], ['-h', '--no-dereference'], ['-v', '--verbose']],
		unknown: word => new Refusal(`chown: unrecognized option '${word}'`),
		isBundled: true,
	});
	const [owner = '', ...paths] = given.words;
	if (paths.length === 0) {
		throw new Refusal(owner === '' ? 'chown: missing operand' : `chown: missing operand after ‘${owner}’`);
	}

	const [name = '', group] = owner.split(':', 2);
	const idOf = (each: string, part: 'uid' | 'gid') => /^\d+$/v.test(each) ? Number(each) : io.machine.users.get(each)?.[part];
	const uid = name === '' ? undefined : idOf(name, 'uid');
	const gid = group === undefined ? undefined : idOf(group === '' ? name : group, 'gid');
	if ((name !== '' && uid === undefined) || (group !== undefined && gid === undefined)) {
		throw new Refusal(`chown: invalid ${name !== '' && uid === undefined ? 'user' : 'group'}: ‘${owner}’`);
	}

	const change = (path: string) => {
		const inode = io.files.get(path);
		if (!io.isRoot) {
			throw new Refusal(`chown: changing ownership of '${path}': Operation not permitted`);
		}

		inode.uid = uid ?? inode.uid;
		inode.gid = gid ?? inode.gid;
		if (inode.kind === 'directory' && given.has('--recursive')) {
			for (const each of io.files.list(path)) {
				change(`${path}/${each}`);
			}
		}
	};

	for (const path of paths) {
		change(io.path(path));
	}

	return 0;
};
