import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';

// It begins with a byte that output hardly ever has (the record separator), so that hardly anything is kept back as its possible beginning.
export const makeNonce = (): string => `\u{1E}${randomBytes(16).toString('hex')}`;

export type MarkerListeners = {
	/**
	A line of the bootstrap's own: its words.
	*/
	readonly onMarker: (words: readonly string[]) => void;
	readonly onData: (chunk: Uint8Array) => void;
};

/**
Takes the bootstrap's own lines out of a stream of bytes. A marker need not start a line: output before it may lack its last newline. Whatever can be the
beginning of one is kept until more comes.
*/
export function markerReader(nonce: string, {onMarker, onData}: MarkerListeners): (chunk: Uint8Array) => void {
	const mark = Buffer.from(`${nonce} `);
	let pending: Buffer = Buffer.alloc(0);

	return chunk => {
		let rest: Buffer = pending.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([pending, chunk]);
		for (;;) {
			const start = rest.indexOf(mark);
			const end = start === -1 ? -1 : rest.indexOf('\n', start);
			if (end === -1) {
				const kept = start === -1 ? rest.length - partialMark(rest, mark) : start;
				if (kept > 0) {
					onData(rest.subarray(0, kept));
				}

				pending = rest.subarray(kept);
				return;
			}

			if (start > 0) {
				onData(rest.subarray(0, start));
			}

			const line = rest.toString('utf8', start + mark.length, end);
			rest = rest.subarray(end + 1);
			onMarker(line.split(' '));
		}
	};
}

// How many bytes at the end may be the first ones of a mark.
function partialMark(bytes: Buffer, mark: Buffer): number {
	for (let length = Math.min(mark.length - 1, bytes.length); length > 0; length--) {
		if (bytes.subarray(bytes.length - length).equals(mark.subarray(0, length))) {
			return length;
		}
	}

	return 0;
}
