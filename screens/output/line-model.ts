import type {Buffer} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';
import type {OutputStream} from '../../source/connection/connection.js';
import {Pending, startOfLast} from './pending.js';
import {Ring} from './ring.js';

// A screen shows a few hundred characters of a line; what is beyond is in the log.
const longestLine = 4096;

class PartialLine {
	#decoder = new StringDecoder('utf8');
	#text = '';

	get text(): string {
		return afterLastReturn(this.#text);
	}

	write(chunk: Buffer, onLines: (lines: readonly string[]) => void) {
		const text = this.#decoder.write(chunk);
		const end = text.lastIndexOf('\n');
		if (end !== -1) {
			// All at once: in a flood, what is done for each line is what a key waits for.
			const whole = this.#text + text.slice(0, end);
			const lines = whole.split('\n');
			onLines(whole.includes('\r') ? lines.map(line => afterLastReturn(line)) : lines);
			this.#text = '';
		}

		this.#append(text.slice(end + 1));
	}

	/**
	What follows is not the rest of it.
	*/
	forget() {
		this.#decoder = new StringDecoder('utf8');
		this.#text = '';
	}

	// A line that never ends (a progress bar, a binary) must not grow without end.
	#append(text: string) {
		const joined = afterLastReturn(this.#text + text);
		this.#text = joined.length > longestLine ? joined.slice(0, longestLine) : joined;
	}
}

// A carriage return redraws its line, so what follows the last one is what a terminal shows; one at the end still shows the line.
function afterLastReturn(text: string): string {
	const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
	const kept = whole.slice(whole.lastIndexOf('\r') + 1);
	return text.endsWith('\r') ? `${kept}\r` : kept;
}

/**
The output of a step as lines: bytes of two streams that may be cut anywhere, with the last lines kept. What comes is only copied; lines are made of it when somebody
looks, and of no more than can be kept. Of a flood, lines that nobody looked at go unseen; those that are kept follow each other without a gap.
*/
export class LineModel {
	readonly #partials: Readonly<Record<OutputStream, PartialLine>> = {stdout: new PartialLine(), stderr: new PartialLine()};
	#pending = new Pending();
	#stream: OutputStream = 'stdout';
	#ring: Ring;

	constructor(capacity = 5000) {
		this.#ring = new Ring(capacity);
	}

	/**
	Lines that can still be shown.
	*/
	get size(): number {
		this.#look();
		return this.#ring.size;
	}

	write(stream: OutputStream, chunk: Uint8Array) {
		if (stream !== this.#stream) {
			this.#look();
			this.#stream = stream;
		}

		this.#pending.write(chunk);
	}

	/**
	At most `count` raw lines, ending `skip` lines before the end; the line that is being written is the last.
	*/
	tail(count: number, skip = 0): readonly string[] {
		this.#look();
		const partials = Object.values(this.#partials).map(partial => partial.text).filter(text => text !== '');
		const shown = partials.slice(0, Math.max(0, partials.length - skip));
		const fromRing = this.#ring.tail(Math.max(0, count - shown.length), Math.max(0, skip - partials.length));
		return [...fromRing, ...shown].slice(-count);
	}

	/**
	Keeps only the last lines, for a step that has ended.
	*/
	shrink(capacity: number) {
		this.#look();
		this.#pending = new Pending();
		const lines = this.#ring.tail(capacity);
		this.#ring = new Ring(capacity);
		for (const line of lines) {
			this.#ring.push(line);
		}
	}

	#look() {
		if (this.#pending.isEmpty) {
			return;
		}

		const {bytes, isCut} = this.#pending.take();
		const partial = this.#partials[this.#stream];
		if (isCut) {
			partial.forget();
			this.#ring = new Ring(this.#ring.capacity);
		}

		const start = startOfLast(this.#ring.capacity, bytes);
		if (start > 0) {
			partial.forget();
		}

		// The first line of what was cut is not whole.
		const from = start === 0 && isCut ? bytes.indexOf('\n') + 1 : start;
		partial.write(bytes.subarray(from), lines => {
			this.#ring.pushAll(lines, longestLine);
		});
	}
}
