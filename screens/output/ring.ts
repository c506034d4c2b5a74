/**
The last lines of something endless.
*/
export class Ring {
	readonly #lines: string[] = [];
	#start = 0;

	constructor(readonly capacity: number) {}

	get size(): number {
		return this.#lines.length;
	}

	push(line: string) {
		if (this.#lines.length < this.capacity) {
			this.#lines.push(line);
			return;
		}

		this.#lines[this.#start] = line;
		this.#start = (this.#start + 1) % this.capacity;
	}

	/**
	Each of them cut to a length. Those that the others of them would push out at once are left out.
	*/
	pushAll(lines: readonly string[], longest: number) {
		for (const line of lines.slice(-this.capacity)) {
			this.push(line.length > longest ? line.slice(0, longest) : line);
		}
	}

	/**
	At most `count` lines, ending `skip` lines before the last.
	*/
	tail(count: number, skip = 0): readonly string[] {
		const end = Math.max(0, this.#lines.length - skip);
		const first = Math.max(0, end - count);
		return Array.from({length: end - first}, (_, index) => this.#lines[(this.#start + first + index) % this.#lines.length]!);
	}
}
