import {Buffer} from 'node:buffer';
import {ByteJoiner} from './byte-joiner.js';

// Each with what a text must hold to have one in it: that is looked for far faster.
const tokens = [
	// Kubeadm's bootstrap tokens, and the hash of the CA that goes with them is no secret.
	{sign: '.', pattern: /\b[\da-z]{6}\.[\da-z]{16}\b/g},
	// Service account tokens (JWT).
	{sign: 'eyJ', pattern: /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g},
	// Kubeadm's certificate key.
	{sign: '--certificate-key', pattern: /(?<=--certificate-key[ =])[\da-f]{64}\b/g},
];

/**
Replaces what looks like a token; everything else stays byte for byte.
*/
export function redact(text: string): string {
	let redacted = text;
	for (const {sign, pattern} of tokens) {
		if (redacted.includes(sign)) {
			redacted = redacted.replaceAll(pattern, '[redacted]');
		}
	}

	return redacted;
}

/**
Whether a token may be in it. Most output has none of what is looked for, and need not become a text to be searched.
*/
export const mayHoldToken = (bytes: Buffer): boolean => tokens.some(({sign}) => bytes.includes(sign));

const longestHeldBack = 64 * 1024;

/**
Redacts a stream of bytes for a log. A token may be cut by the end of a chunk, so what follows the last line break is held back until its line is whole
(or longer than any token could be). The last call must be `end`.
*/
export class Redactor {
	#rest: Buffer = Buffer.alloc(0);
	readonly #joiner = new ByteJoiner();

	/**
	The bytes that are returned are good until the next call, and may be the chunk's own.
	*/
	write(chunk: Uint8Array): Uint8Array {
		const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		const before = this.#rest;
		const ended = Math.max(bytes.lastIndexOf(0x0A), bytes.lastIndexOf(0x0D)) + 1;
		const held = bytes.length - ended + (ended === 0 ? before.length : 0);
		const wholeUntil = held > longestHeldBack ? bytes.length : ended;
		if (wholeUntil === 0) {
			this.#rest = Buffer.concat([before, bytes]);
			return Buffer.alloc(0);
		}

		// A copy: a few bytes would keep the whole chunk in memory.
		this.#rest = Buffer.from(bytes.subarray(wholeUntil));
		return redactBytes(this.#joiner.join(before, bytes.subarray(0, wholeUntil)));
	}

	end(): Uint8Array {
		const rest = this.#rest;
		this.#rest = Buffer.alloc(0);
		return redactBytes(rest);
	}
}

// Latin-1 maps every byte to one character and back, whatever the encoding of the output really is.
const redactBytes = (bytes: Buffer): Uint8Array => mayHoldToken(bytes) ? Buffer.from(redact(bytes.toString('latin1')), 'latin1') : bytes;
