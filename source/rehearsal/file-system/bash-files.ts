import {Buffer} from 'node:buffer';
import type {
	CpOptions,
	FileContent,
	FsStat,
	IFileSystem,
	MkdirOptions,
	RmOptions,
} from 'just-bash';
import {isProgram} from '../packages/program-file.js';
import {searchPath} from '../search-path.js';
import {FileError, type Files} from './files.js';
import {
	file,
	type Inode,
	link,
	may,
} from './inode.js';
import {nameOf, normalize} from './path.js';

type Sink = (bytes: Uint8Array) => void;

/**
The files as the interpreter wants to see them. `sinks` are paths whose writes go elsewhere: the streams of the script.
*/
export function bashFiles(files: Files, sinks: ReadonlyMap<string, Sink>): IFileSystem & {isReady: boolean} {
	const write = (path: string, content: FileContent, encoding: unknown, append: boolean) => {
		const bytes = toBytes(content, encoding);
		const sink = sinks.get(path);
		if (sink) {
			sink(bytes);
		} else if (shown.isReady) {
			files.write(path, bytes, {append});
		}
	};

	const shown: IFileSystem & {isReady: boolean} = {
		// The interpreter begins by putting a file into /usr/bin for each of its commands: which programs there are is the machine's to say.
		isReady: false,
		async readFile(path, options) {
			const encoding = typeof options === 'string' ? options : options?.encoding ?? 'utf8';
			return Buffer.from(files.bytes(path)).toString(encoding === 'binary' ? 'latin1' : encoding);
		},
		async readFileBuffer(path) {
			return files.bytes(path);
		},
		async writeFile(path, content, options) {
			write(path, content, options, false);
		},
		async appendFile(path, content, options) {
			write(path, content, options, true);
		},
		async exists(path) {
			return sinks.has(path) || files.exists(path) || programElsewhere(path, files) !== undefined;
		},
		async stat(path) {
			return stat(sinks.has(path) ? stream() : programElsewhere(path, files) ?? files.get(path));
		},
		async lstat(path) {
			return sinks.has(path) ? stat(stream()) : stat(files.get(path, false));
		},
		async mkdir(path: string, options?: MkdirOptions) {
			if (shown.isReady) {
				files.mkdir(path, options);
			}
		},
		async readdir(path) {
			return files.list(path);
		},
		async rm(path: string, {recursive = false, force = false}: RmOptions = {}) {
			if (!force || isThere(files, path)) {
				files.remove(path, {recursive});
			}
		},
		async cp(from: string, to: string, {recursive = false}: CpOptions = {}) {
			copy(files, from, to, recursive);
		},
		async mv(from, to) {
			files.rename(from, to);
		},
		resolvePath: (base, path) => normalize(path, base),
		getAllPaths: () => [],
		async chmod(path, mode) {
			if (shown.isReady) {
				files.chmod(path, mode);
			}
		},
		async symlink(target, path) {
			if (isThere(files, path)) {
				throw new FileError('EEXIST', path);
			}

			files.put(normalize(path), link(target, files.identity));
		},
		async link(existing, path) {
			files.put(normalize(path), files.get(existing));
		},
		async readlink(path) {
			const inode = files.get(path, false);
			if (inode.kind !== 'link') {
				throw new FileError('EINVAL', path);
			}

			return inode.target;
		},
		async realpath(path) {
			if (sinks.has(path)) {
				return path;
			}

			files.get(path);
			return files.real(path);
		},
		async utimes(path, _accessed, modified) {
			files.get(path).mtime = modified.getTime();
		},
	};
	return shown;

	// `test -r`, `-w` and `-x` look at the first of the three bits only: they are told what this user may.
	function stat(inode: Inode): FsStat {
		const rights = (['read', 'write', 'search'] as const).reduce((sum, right) => (sum * 2) + (may(files.identity, right, inode) ? 1 : 0), 0);
		return {
			isFile: inode.kind === 'file',
			isDirectory: inode.kind === 'directory',
			isSymbolicLink: inode.kind === 'link',
			mode: (inode.mode & 0o7077) | (rights << 6),
			size: inode.kind === 'file' ? inode.content.length : 0,
			mtime: new Date(inode.mtime),
			dev: 1,
			ino: numberOf(inode),
		};
	}
}

// The interpreter takes for its own only what is in /usr/bin, and for scripts what is in the other directories of programs.
function programElsewhere(path: string, files: Files): Inode | undefined {
	if (!path.startsWith('/usr/bin/') || files.exists(path)) {
		return undefined;
	}

	const name = nameOf(path);
	const found = searchPath.map(directory => `${directory}/${name}`).find(each => files.exists(each));
	const inode = found === undefined ? undefined : files.get(found);
	return inode?.kind === 'file' && isProgram(inode) ? inode : undefined;
}

const numbers = new WeakMap<Inode, number>();
let lastNumber = 1;

// By which the interpreter's mv and cp know a file that has two names.
function numberOf(inode: Inode): number {
	const number = numbers.get(inode) ?? ++lastNumber;
	numbers.set(inode, number);
	return number;
}

const stream = () => file('', {mode: 0o622});

const isThere = (files: Files, path: string) => files.find(path, false) !== undefined;

function copy(files: Files, from: string, to: string, recursive: boolean): void {
	const inode = files.get(from);
	const target = files.find(to)?.kind === 'directory' ? normalize(`${to}/${nameOf(normalize(from))}`) : normalize(to);
	if (inode.kind === 'directory') {
		if (!recursive) {
			throw new FileError('EISDIR', from);
		}

		files.mkdir(target, {recursive: true});
		for (const name of files.list(from)) {
			copy(files, `${from}/${name}`, `${target}/${name}`, true);
		}

		return;
	}

	files.write(target, files.bytes(from), {mode: inode.mode & 0o777});
}

function toBytes(content: FileContent, options: unknown): Uint8Array {
	if (typeof content !== 'string') {
		return content;
	}

	const encoding = typeof options === 'string' ? options : (options as {readonly encoding?: string} | undefined)?.encoding;
	return Buffer.from(content, encoding === 'binary' || encoding === 'latin1' ? 'latin1' : 'utf8');
}
