import {Buffer} from 'node:buffer';

/**
Joins what is left of a chunk with the next one, in memory that is used again: a buffer for each chunk of a flood brings on the full collection of garbage, which takes
longer than all else that is done with its output.
*/
export class ByteJoiner {
	#room: Buffer = Buffer.alloc(0);

	/**
	What is returned is good until the next call, and may be the second part itself.
	*/
	join(first: Buffer, second: Buffer): Buffer {
		if (first.length === 0) {
			return second;
		}

		const length = first.length + second.length;
		if (this.#room.length < length) {
			this.#room = Buffer.allocUnsafeSlow(Math.max(length, this.#room.length * 2));
		}

		this.#room.set(first);
		this.#room.set(second, first.length);
		return this.#room.subarray(0, length);
	}
}
