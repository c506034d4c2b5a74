import {Buffer} from 'node:buffer';

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

const longestHeldBack = 64 * 1024;

/**
Redacts a stream of bytes for a log. A token may be cut by the end of a chunk, so what follows the last line break is held back until its line is whole
(or longer than any token could be). The last call must be `end`.
*/
export class Redactor {
	#rest = '';

	write(chunk: Uint8Array): Uint8Array {
		// Latin-1 maps every byte to one character and back, whatever the encoding of the output really is.
		const text = this.#rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
		const wholeUntil = text.length > longestHeldBack ? text.length : Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
		this.#rest = text.slice(wholeUntil);
		return Buffer.from(redact(text.slice(0, wholeUntil)), 'latin1');
	}

	end(): Uint8Array {
		const rest = Buffer.from(redact(this.#rest), 'latin1');
		this.#rest = '';
		return rest;
	}
}
