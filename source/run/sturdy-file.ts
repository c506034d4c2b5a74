import {Buffer} from 'node:buffer';
import {
	closeSync,
	fstatSync,
	fsyncSync,
	mkdirSync,
	openSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';

export type SturdyFile = {
	readonly write: (chunk: Uint8Array | string) => void;
	/**
	Returns when what was written is on the disk.
	*/
	readonly flush: () => void;
	readonly close: () => void;
};

export type SturdyFileOptions = {
	/**
	As `open` has them: `a`, or `ax` for one that must be new. Throws when it can't be opened.
	*/
	readonly flags: 'a' | 'ax';
	/**
	Something went wrong, and what becomes of the file; said once.
	*/
	readonly onTrouble: (text: string) => void;
};

/**
A file that is appended to and never ends what it tells of: a full disk costs what could not be written, and a directory that vanished is made again.
*/
export function openSturdyFile(file: string, {flags, onTrouble}: SturdyFileOptions): SturdyFile {
	let descriptor = open(file, flags);
	let isTold = false;
	const trouble = (text: string) => {
		if (isTold) {
			return;
		}

		isTold = true;
		onTrouble(text);
	};

	const guarded = (act: () => void) => {
		try {
			// Removed by somebody: what went there is lost, what comes is not.
			if (fstatSync(descriptor).nlink === 0) {
				closeSync(descriptor);
				descriptor = open(file, 'a');
				trouble(`${file} was removed while it was written; it begins anew.`);
			}

			act();
		} catch (error) {
			trouble(`${file} can't be written (${(error as Error).message}): it lacks lines from here on. The run goes on.`);
		}
	};

	return {
		write(chunk) {
			const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
			if (bytes.length === 0) {
				return;
			}

			guarded(() => {
				let written = 0;
				while (written < bytes.length) {
					written += writeSync(descriptor, bytes, written);
				}
			});
		},
		flush() {
			guarded(() => {
				fsyncSync(descriptor);
			});
		},
		close() {
			closeSync(descriptor);
		},
	};
}

function open(file: string, flags: 'a' | 'ax'): number {
	mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
	return openSync(file, flags, 0o600);
}
