import {StringDecoder} from 'node:string_decoder';

const longestLine = 64 * 1024;

/**
Makes lines of raw output. A chunk may end in the middle of a line or of a character; a line longer than 64 KiB is given in pieces.
*/
export class LineSplitter {
	readonly #decoder = new StringDecoder('utf8');
	#rest = '';

	write(chunk: Uint8Array): readonly string[] {
		return this.#take(this.#decoder.write(chunk));
	}

	/**
	What no line break ended. The splitter may be used again.
	*/
	end(): readonly string[] {
		const lines = this.#take(this.#decoder.end());
		const rest = this.#rest;
		this.#rest = '';
		return rest === '' ? lines : [...lines, withoutReturn(rest)];
	}

	#take(text: string): readonly string[] {
		const parts = (this.#rest + text).split('\n');
		const rest = parts.pop()!;
		const isTooLong = rest.length > longestLine;
		this.#rest = isTooLong ? '' : rest;
		return [...parts.map(part => withoutReturn(part)), ...(isTooLong ? [rest] : [])];
	}
}

const withoutReturn = (line: string) => line.endsWith('\r') ? line.slice(0, -1) : line;
