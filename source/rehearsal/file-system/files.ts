import {
	type DirectoryInode,
	directory,
	file,
	type Identity,
	type Inode,
	may,

} from './inode.js';
import {
	nameOf,
	normalize,
	parentOf,
	wordsOf,
} from './path.js';

/**
What a kernel would answer: the code, and the words in which every program tells it.
*/
export class FileError extends Error {
	override name = 'FileError';

	constructor(readonly code: keyof typeof words, readonly path: string) {
		super(`${code}: ${words[code].toLowerCase()}, open '${path}'`);
	}

	/**
	`No such file or directory`
	*/
	get words(): string {
		return words[this.code];
	}
}

const words = {
	ENOENT: 'No such file or directory',
	EACCES: 'Permission denied',
	EEXIST: 'File exists',
	ENOTDIR: 'Not a directory',
	EISDIR: 'Is a directory',
	ENOTEMPTY: 'Directory not empty',
	ELOOP: 'Too many levels of symbolic links',
	EPERM: 'Operation not permitted',
	EINVAL: 'Invalid argument',
} as const;

/**
What is no file on a disk: `/proc`, `/sys`, a device. `write` is called instead of a change of the node.
*/
export type Special = {
	readonly find: (path: string) => Inode | undefined;
	/**
	True where the path is one of these, and the write was dealt with.
	*/
	readonly write: (path: string, content: Uint8Array, isAppended: boolean) => boolean;
};

export type WriteOptions = {readonly mode?: number; readonly uid?: number; readonly gid?: number; readonly append?: boolean};

/**
A machine's files with one user's rights. Paths are absolute.
*/
export class Files {
	umask = 0o022;

	constructor(readonly root: DirectoryInode, readonly special: Special, public identity: Identity, readonly now: () => number) {}

	/**
	The same files with another user's rights.
	*/
	as(identity: Identity): Files {
		return new Files(this.root, this.special, identity, this.now);
	}

	/**
	The real path: every link on the way followed, the last one only where wanted. The last word need not exist.
	*/
	real(path: string, followsLast = true, depth = 0): string {
		if (depth > 20) {
			throw new FileError('ELOOP', path);
		}

		let at = '';
		const all = wordsOf(normalize(path));
		for (const [index, word] of all.entries()) {
			const parent = this.#plain(at === '' ? '/' : at);
			if (parent !== undefined && parent.kind !== 'directory') {
				throw new FileError('ENOTDIR', path);
			}

			if (parent && !may(this.identity, 'search', parent)) {
				throw new FileError('EACCES', path);
			}

			const next = `${at}/${word}`;
			const inode = this.#plain(next);
			if (inode?.kind === 'link' && (followsLast || index < all.length - 1)) {
				return this.real(normalize([inode.target, ...all.slice(index + 1)].join('/'), at === '' ? '/' : at), followsLast, depth + 1);
			}

			at = next;
		}

		return at === '' ? '/' : at;
	}

	find(path: string, followsLast = true): Inode | undefined {
		return this.#plain(this.real(path, followsLast));
	}

	get(path: string, followsLast = true): Inode {
		const inode = this.find(path, followsLast);
		if (!inode) {
			throw new FileError('ENOENT', path);
		}

		return inode;
	}

	/**
	False also where the user may not look.
	*/
	exists(path: string): boolean {
		try {
			return this.find(path) !== undefined;
		} catch {
			return false;
		}
	}

	bytes(path: string): Uint8Array {
		const inode = this.get(path);
		if (inode.kind !== 'file') {
			throw new FileError('EISDIR', path);
		}

		if (!may(this.identity, 'read', inode)) {
			throw new FileError('EACCES', path);
		}

		return inode.content;
	}

	text(path: string): string {
		return new TextDecoder().decode(this.bytes(path));
	}

	/**
	Undefined where there is none that the user may read.
	*/
	textIfThere(path: string): string | undefined {
		try {
			return this.text(path);
		} catch {
			return undefined;
		}
	}

	list(path: string): string[] {
		const inode = this.get(path);
		if (inode.kind !== 'directory') {
			throw new FileError('ENOTDIR', path);
		}

		if (!may(this.identity, 'read', inode)) {
			throw new FileError('EACCES', path);
		}

		return [...inode.entries.keys()].toSorted();
	}

	write(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
		const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
		const real = this.real(path);
		const found = this.#plain(real);
		if (found) {
			if (found.kind === 'directory') {
				throw new FileError('EISDIR', path);
			}

			if (!may(this.identity, 'write', found)) {
				throw new FileError('EACCES', path);
			}
		}

		if (this.special.write(real, bytes, options.append ?? false)) {
			return;
		}

		if (found?.kind === 'file') {
			found.content = options.append ? concat(found.content, bytes) : bytes;
			found.mtime = this.now();
			found.mode = options.mode ?? found.mode;
			found.uid = options.uid ?? found.uid;
			found.gid = options.gid ?? found.gid;
			return;
		}

		const {uid = this.identity.uid, gid = this.identity.gid, mode = 0o666 & ~this.umask} = options;
		this.put(real, file(bytes, {
			uid, gid, mode, mtime: this.now(),
		}));
	}

	/**
	Puts an inode into its directory, in the place of what was there.
	*/
	put(path: string, inode: Inode): void {
		this.writableParent(path).entries.set(nameOf(path), inode);
	}

	mkdir(path: string, {recursive = false, mode = 0o777 & ~this.umask, uid = this.identity.uid, gid = this.identity.gid}: {readonly recursive?: boolean; readonly mode?: number; readonly uid?: number; readonly gid?: number} = {}): void {
		const real = this.real(path);
		const found = this.#plain(real);
		if (found) {
			if (recursive && found.kind === 'directory') {
				return;
			}

			throw new FileError('EEXIST', path);
		}

		if (recursive && !this.#plain(parentOf(real))) {
			this.mkdir(parentOf(real), {recursive});
		}

		this.put(real, directory({}, {
			mode, uid, gid, mtime: this.now(),
		}));
	}

	remove(path: string, {recursive = false}: {readonly recursive?: boolean} = {}): void {
		const real = this.real(path, false);
		const found = this.#plain(real);
		if (!found) {
			throw new FileError('ENOENT', path);
		}

		if (found.kind === 'directory' && found.entries.size > 0 && !recursive) {
			throw new FileError('ENOTEMPTY', path);
		}

		this.writableParent(real).entries.delete(nameOf(real));
	}

	rename(from: string, to: string): void {
		const source = this.real(from, false);
		const inode = this.get(source, false);
		let target = this.real(to);
		if (this.#plain(target)?.kind === 'directory') {
			target = normalize(`${target}/${nameOf(source)}`);
		}

		this.put(target, inode);
		this.writableParent(source).entries.delete(nameOf(source));
	}

	chmod(path: string, mode: number): void {
		const inode = this.get(path);
		if (this.identity.uid !== 0 && this.identity.uid !== inode.uid) {
			throw new FileError('EPERM', path);
		}

		inode.mode = mode & 0o7777;
	}

	writableParent(path: string): DirectoryInode {
		const parent = this.find(parentOf(path));
		if (!parent) {
			throw new FileError('ENOENT', path);
		}

		if (parent.kind !== 'directory') {
			throw new FileError('ENOTDIR', path);
		}

		if (!may(this.identity, 'write', parent)) {
			throw new FileError('EACCES', path);
		}

		// The sticky bit of /tmp.
		const old = parent.entries.get(nameOf(path));
		if (old && (parent.mode & 0o1000) !== 0 && ![0, old.uid, parent.uid].includes(this.identity.uid)) {
			throw new FileError('EPERM', path);
		}

		return parent;
	}

	#plain(path: string): Inode | undefined {
		const special = this.special.find(path);
		if (special) {
			return special;
		}

		let inode: Inode | undefined = this.root;
		for (const word of wordsOf(path)) {
			inode = inode?.kind === 'directory' ? inode.entries.get(word) : undefined;
		}

		return inode;
	}
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}

export {textOf} from './inode.js';
