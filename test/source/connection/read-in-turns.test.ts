import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {readInTurns} from '../../../source/connection/read-in-turns.js';

const work = (forMs: number) => {
	const until = performance.now() + forMs;
	while (performance.now() < until) {
		// A reader that works on what it got.
	}
};

test('between chunks that make work others have their turn, and nothing is lost or out of order', async () => {
	const stream = new PassThrough({highWaterMark: 1_000_000});
	const read: string[] = [];
	let turns = 0;
	let isOver = false;
	const count = () => {
		turns++;
		if (!isOver) {
			setImmediate(count);
		}
	};

	readInTurns(stream, chunk => {
		read.push(String(chunk));
		work(10);
	});
	setImmediate(count);
	const written = Array.from({length: 20}, (_, index) => `${index} `);
	for (const each of written) {
		stream.write(each);
	}

	stream.end();
	await new Promise(resolve => {
		stream.once('end', resolve);
	});
	isOver = true;
	expect(read.join('')).toBe(written.join(''));
	// One piece of work a turn at most: twenty of them let others in at least nineteen times.
	expect(turns).toBeGreaterThanOrEqual(19);
});
