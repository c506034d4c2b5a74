import {Buffer} from 'node:buffer';

const [tab, lineBreak, space, tilde] = [0x09, 0x0A, 0x20, 0x7E] as const;

/**
What a line starts with. As words of four bytes, the last one filled up, it costs a few instructions, and there is one for each of a million lines.
*/
export type LineStart = {readonly bytes: Uint8Array; readonly words: DataView};

// Room for what a chunk of output becomes if it is nothing but line breaks. What of it is never written to takes no memory.
let scratch = new Uint8Array(512 * 1024);

export function lineStart(text: string): LineStart {
	const bytes = Buffer.from(text);
	const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
	padded.set(bytes);
	return {bytes, words: new DataView(padded.buffer, 0, padded.length)};
}

/**
Puts a start before each of many lines, and a line break behind the last. Only for what a terminal may show as it is: printable ASCII, tabs and line breaks. Undefined
where anything else is in it. What is returned is good until the next call.

Byte by byte and at one go: a text, a search in it, a replacement and its bytes again cost more than twice as much, and all the garbage.
*/
export function startLines(lines: Uint8Array, {bytes: start, words}: LineStart): Uint8Array | undefined {
	const [linesLength, startLength, wordsLength] = [lines.length, start.length, words.byteLength];
	const target = roomFor(((linesLength + 1) * (startLength + 1)) + wordsLength);
	const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
	target.set(start);
	let length = startLength;
	for (let index = 0; index < linesLength; index++) {
		const byte = lines[index]!;
		target[length++] = byte;
		if (byte < space) {
			if (byte === lineBreak) {
				for (let at = 0; at < wordsLength; at += 4) {
					view.setUint32(length + at, words.getUint32(at));
				}

				length += startLength;
			} else if (byte !== tab) {
				return undefined;
			}
		} else if (byte > tilde) {
			return undefined;
		}
	}

	target[length++] = lineBreak;
	return target.subarray(0, length);
}

function roomFor(length: number): Uint8Array {
	if (scratch.length < length) {
		scratch = new Uint8Array(length);
	}

	return scratch;
}
