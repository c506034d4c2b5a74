import {type Program, Refusal} from '../program.js';
import {readOptions} from '../usage.js';

export const stat: Program = (argv, io) => {
	const given = readOptions(argv, {
		flags: [['-L', '--dereference']],
		values: [['-c', '--format']],
		unknown: word => new Refusal(`stat: unrecognized option '${word}'`),
	});
	const format = given.value('--format') ?? '%n';
	for (const word of given.words) {
		const path = io.path(word);
		const inode = io.files.find(path, given.has('--dereference'));
		if (!inode) {
			throw new Refusal(`stat: cannot statx '${word}': No such file or directory`);
		}

		const nameOf = (id: number) => io.machine.users.values().find(({uid}) => uid === id)?.name ?? 'UNKNOWN';
		const time = new Date(inode.mtime).toISOString().replace('T', ' ').replace('Z', '000000 +0000');
		const values: Readonly<Record<string, string>> = {
			n: word,
			s: String(inode.kind === 'file' ? inode.content.length : 4096),
			a: inode.mode.toString(8),
			U: nameOf(inode.uid),
			G: nameOf(inode.gid),
			u: String(inode.uid),
			g: String(inode.gid),
			y: time,
			Y: String(Math.floor(inode.mtime / 1000)),
			F: inode.kind === 'directory' ? 'directory' : (inode.kind === 'link' ? 'symbolic link' : 'regular file'),
		};
		io.say(format.replaceAll(/%(?:\.(?<length>\d+))?(?<letter>[A-Za-z])/gv, (whole, length: string | undefined, letter: string) => {
			if (values[letter] === undefined) {
				throw new Refusal(`stat: ${whole}: invalid directive`);
			}

			return values[letter].slice(0, length === undefined ? undefined : Number(length));
		}));
	}

	return 0;
};
