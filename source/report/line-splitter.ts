import {StringDecoder} from 'node:string_decoder';

const longestLine = 64 * 1024;

/**
Makes lines of raw output. A chunk may end in the middle of a line or of a character; a line longer than 64 KiB is given in pieces. All lines of a chunk are given as
one text, with a line break between each two: a line that is a string of its own costs more than all else that is done with it.
*/
export class LineSplitter {
	readonly #decoder = new StringDecoder('utf8');
	#rest = '';

	/**
	Undefined where no line is whole yet.
	*/
	write(chunk: Uint8Array): string | undefined {
		return this.#take(this.#decoder.write(chunk));
	}

	/**
	What no line break ended. The splitter may be used again.
	*/
	end(): string | undefined {
		const lines = this.#take(this.#decoder.end());
		const rest = this.#rest === '' ? undefined : withoutReturns(this.#rest);
		this.#rest = '';
		return lines !== undefined && rest !== undefined ? `${lines}\n${rest}` : lines ?? rest;
	}

	#take(text: string): string | undefined {
		const all = this.#rest + text;
		const end = all.lastIndexOf('\n');
		this.#rest = all.slice(end + 1);
		if (this.#rest.length > longestLine) {
			this.#rest = '';
			return all.replaceAll('\r\n', '\n');
		}

		return end === -1 ? undefined : withoutReturns(all.slice(0, end));
	}
}

function withoutReturns(lines: string): string {
	const whole = lines.replaceAll('\r\n', '\n');
	return whole.endsWith('\r') ? whole.slice(0, -1) : whole;
}
