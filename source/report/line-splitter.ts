import {Buffer} from 'node:buffer';
import {ByteJoiner} from '../run/byte-joiner.js';

const longestLine = 64 * 1024;
const lineBreak = 0x0A;

/**
Makes lines of raw output. A chunk may end in the middle of a line or of a character; a line longer than 64 KiB is given in pieces. All lines of a chunk are given as
one piece of bytes, with a line break between each two: neither a line that is a string of its own nor a text is made where nobody needs one.
*/
export class LineSplitter {
	#rest: Buffer = Buffer.alloc(0);
	readonly #joiner = new ByteJoiner();

	/**
	Undefined where no line is whole yet. The bytes are good until the next call, and may be the chunk's own.
	*/
	write(chunk: Uint8Array): Buffer | undefined {
		const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		const end = bytes.lastIndexOf(lineBreak);
		if (bytes.length - end - 1 + (end === -1 ? this.#rest.length : 0) > longestLine) {
			return this.#takePiece(bytes);
		}

		const before = this.#rest;
		if (end === -1) {
			this.#rest = Buffer.concat([before, bytes]);
			return undefined;
		}

		// A copy: a few bytes would keep the whole chunk in memory.
		this.#rest = Buffer.from(bytes.subarray(end + 1));
		return this.#joiner.join(before, bytes.subarray(0, end));
	}

	/**
	What no line break ended. The splitter may be used again.
	*/
	end(): Buffer | undefined {
		const rest = this.#rest;
		this.#rest = Buffer.alloc(0);
		return rest.length === 0 ? undefined : rest;
	}

	#takePiece(bytes: Buffer): Buffer | undefined {
		const all = Buffer.concat([this.#rest, bytes]);
		const end = wholeCharacters(all);
		this.#rest = Buffer.from(all.subarray(end));
		return all.subarray(0, end);
	}
}

/**
Lines of a splitter as a text, without the carriage returns that belong to line breaks.
*/
export function linesText(lines: Buffer): string {
	const text = lines.toString('utf8').replaceAll('\r\n', '\n');
	return text.endsWith('\r') ? text.slice(0, -1) : text;
}

// Up to where no character is cut, nor the line break that may follow a carriage return.
function wholeCharacters(bytes: Buffer): number {
	if (bytes.at(-1) === 0x0D) {
		return bytes.length - 1;
	}

	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back]!;
		if (byte >= 0xC0) {
			const length = byte >= 0xF0 ? 4 : (byte >= 0xE0 ? 3 : 2);
			return length > back ? bytes.length - back : bytes.length;
		}

		if (byte < 0x80) {
			break;
		}
	}

	return bytes.length;
}
