/**
A file system as plain data: it is cloned with a disk and saved with the world.
*/
type Common = {mode: number; uid: number; gid: number; mtime: number};

export type FileInode = Common & {kind: 'file'; content: Uint8Array};
export type DirectoryInode = Common & {kind: 'directory'; entries: Map<string, Inode>};
export type LinkInode = Common & {kind: 'link'; target: string};
export type Inode = FileInode | DirectoryInode | LinkInode;

/**
Whose rights count.
*/
export type Identity = {readonly uid: number; readonly gid: number};

export const rootIdentity: Identity = {uid: 0, gid: 0};

type Owner = {readonly uid?: number; readonly gid?: number; readonly mode?: number; readonly mtime?: number};

const common = ({uid = 0, gid = uid, mode, mtime = 0}: Owner, usual: number): Common => ({
	mode: mode ?? usual, uid, gid, mtime,
});

export const directory = (entries: Readonly<Record<string, Inode>> = {}, owner: Owner = {}): DirectoryInode => ({
	kind: 'directory', entries: new Map(Object.entries(entries)), ...common(owner, 0o755),
});

export const file = (content: string | Uint8Array = '', owner: Owner = {}): FileInode => ({
	kind: 'file', content: typeof content === 'string' ? new TextEncoder().encode(content) : content, ...common(owner, 0o644),
});

export const link = (target: string, owner: Owner = {}): LinkInode => ({kind: 'link', target, ...common(owner, 0o777)});

export const textOf = ({content}: FileInode): string => new TextDecoder().decode(content);

export type Right = 'read' | 'write' | 'search';

const bits: Readonly<Record<Right, number>> = {read: 4, write: 2, search: 1};

/**
What POSIX says about one right of one user; root may everything, but execute what nobody may.
*/
export function may({uid, gid}: Identity, right: Right, inode: Inode): boolean {
	if (inode.kind === 'link') {
		return true;
	}

	if (uid === 0) {
		return right !== 'search' || inode.kind === 'directory' || (inode.mode & 0o111) !== 0;
	}

	const shift = inode.uid === uid ? 6 : (inode.gid === gid ? 3 : 0);
	return ((inode.mode >> shift) & bits[right]) !== 0;
}
