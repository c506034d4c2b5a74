import {StringDecoder} from 'node:string_decoder';
import {stripVTControlCharacters} from 'node:util';

/**
Keeps the last lines of an output, for the sentence that says why a command failed.
*/
export class Tail {
	readonly #decoder = new StringDecoder('utf8');
	#text = '';

	constructor(readonly lineCount = 8) {}

	write(chunk: Uint8Array) {
		// 400 characters a line are enough to tell what happened.
		this.#text = (this.#text + this.#decoder.write(chunk)).slice(-400 * this.lineCount);
	}

	lines(): readonly string[] {
		return stripVTControlCharacters(this.#text).split(/[\n\r]+/).filter(line => line.trim() !== '').slice(-this.lineCount);
	}
}
