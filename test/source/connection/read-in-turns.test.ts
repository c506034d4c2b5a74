import {PassThrough} from 'node:stream';
import {finished} from 'node:stream/promises';
import {setImmediate as turn} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {holdReading, readInTurns, readSourceInTurns} from '../../../source/connection/read-in-turns.js';

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

test('while somebody is behind nothing more is read, and then all of it', async () => {
	const streams = [new PassThrough(), new PassThrough()];
	const read: string[] = [];
	for (const stream of streams) {
		readInTurns(stream, chunk => {
			read.push(String(chunk));
		});
	}

	const [first, second] = [holdReading(), holdReading()];
	for (const stream of streams) {
		stream.write('1');
	}

	await turn();
	for (const stream of streams) {
		stream.end('2');
	}

	await turn();
	first();
	first();
	await turn();
	expect(read).toEqual(['1', '1']);
	second();
	await Promise.all(streams.map(async stream => finished(stream)));
	expect(read.toSorted()).toEqual(['1', '1', '2', '2']);
});

test('a source whose readers work is read in turns too, and goes on while somebody is behind', async () => {
	const source = new PassThrough({highWaterMark: 1_000_000});
	const read: string[] = [];
	source.on('data', chunk => {
		read.push(String(chunk));
		work(10);
	});
	readSourceInTurns(source);
	const goOn = holdReading();
	let turns = 0;
	let isOver = false;
	const count = () => {
		turns++;
		if (!isOver) {
			setImmediate(count);
		}
	};

	setImmediate(count);
	for (let index = 0; index < 10; index++) {
		source.write(`${index} `);
	}

	source.end();
	await finished(source);
	isOver = true;
	goOn();
	expect(read.join('')).toBe('0 1 2 3 4 5 6 7 8 9 ');
	expect(turns).toBeGreaterThanOrEqual(9);
});
