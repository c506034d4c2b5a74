import {Buffer} from 'node:buffer';

const smallest = 4096;
const lineFeed = 0x0A;

/**
Bytes that have come and have not been looked at yet: the last of them, as far as a limit. They are copied, as a small chunk may be a part of a large piece of memory.
*/
export class Pending {
	#bytes = Buffer.alloc(0);
	#length = 0;
	#isCut = false;

	constructor(readonly limit = 256 * 1024) {}

	write(chunk: Uint8Array) {
		if (chunk.length >= this.limit) {
			this.#isCut ||= this.#length > 0 || chunk.length > this.limit;
			this.#length = 0;
			this.#append(chunk.subarray(chunk.length - this.limit));
			return;
		}

		const surplus = this.#length + chunk.length - this.limit;
		if (surplus > 0) {
			// More than has to go, so that what stays is not moved at each chunk.
			const from = Math.min(this.#length, Math.max(surplus, this.limit / 2));
			this.#bytes.copyWithin(0, from, this.#length);
			this.#length -= from;
			this.#isCut = true;
		}

		this.#append(chunk);
	}

	/**
	What is there, until the next write, and whether something before it went away unread.
	*/
	take(): {readonly bytes: Buffer; readonly isCut: boolean} {
		const taken = {bytes: this.#bytes.subarray(0, this.#length), isCut: this.#isCut};
		this.#length = 0;
		this.#isCut = false;
		return taken;
	}

	get isEmpty(): boolean {
		return this.#length === 0;
	}

	#append(chunk: Uint8Array) {
		const length = this.#length + chunk.length;
		if (length > this.#bytes.length) {
			const larger = Buffer.allocUnsafeSlow(Math.min(this.limit, Math.max(smallest, length * 2)));
			larger.set(this.#bytes.subarray(0, this.#length));
			this.#bytes = larger;
		}

		this.#bytes.set(chunk, this.#length);
		this.#length = length;
	}
}

/**
Where the last `count` whole lines begin, and what follows them; 0 where there are no more than those.
*/
export function startOfLast(count: number, bytes: Buffer): number {
	let end = bytes.length;
	for (let seen = 0; seen <= count; seen++) {
		end = end === 0 ? -1 : bytes.lastIndexOf(lineFeed, end - 1);
		if (end === -1) {
			return 0;
		}
	}

	return end + 1;
}
