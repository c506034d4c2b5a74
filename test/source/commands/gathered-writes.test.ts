import {Buffer} from 'node:buffer';
import {PassThrough, Writable} from 'node:stream';
import {finished} from 'node:stream/promises';
import {setImmediate as turn} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {readInTurns} from '../../../source/connection/read-in-turns.js';
import {gatheredWrites} from '../../../source/commands/gathered-writes.js';

function stream() {
	const written: string[] = [];
	return {
		written,
		writable: new Writable({
			write(chunk, _encoding, done) {
				written.push(String(chunk));
				done();
			},
		}),
	};
}

test('what is told at one go is one write, in its order, before anybody who waits goes on', async () => {
	const {written, writable} = stream();
	const {write} = gatheredWrites(writable);
	write('a\n');
	write('b\n');
	expect(written).toEqual([]);
	await Promise.resolve();
	expect(written).toEqual(['a\nb\n']);
	write('c\n');
	await Promise.resolve();
	expect(written).toEqual(['a\nb\n', 'c\n']);
});

test('what is left is written at the end, once', async () => {
	const {written, writable} = stream();
	const {write, flush} = gatheredWrites(writable);
	write('a\n');
	flush();
	await Promise.resolve();
	expect(written).toEqual(['a\n']);
});

test('bytes may be used again as soon as they are told, and a flood keeps its order', async () => {
	const {written, writable} = stream();
	const {write, flush} = gatheredWrites(writable);
	const bytes = Buffer.alloc(100_000);
	for (const letter of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
		bytes.fill(letter);
		write(bytes);
	}

	write('é\n');
	flush();
	await new Promise(resolve => {
		writable.end(resolve);
	});
	expect(written.join('')).toBe(`${['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(letter => letter.repeat(100_000)).join('')}é\n`);
});

test('a reader that is slower than the flood holds it up, and gets all of it', async () => {
	let goOn: () => void = () => undefined;
	let length = 0;
	const writable = new Writable({
		write(chunk: Buffer, _encoding, done) {
			length += chunk.length;
			goOn = done;
		},
	});
	const source = new PassThrough();
	const {write, flush} = gatheredWrites(writable);
	readInTurns(source, write);
	const chunks = 40;
	const chunk = Buffer.alloc(500_000, 'x');
	for (let index = 0; index < chunks; index++) {
		source.write(chunk);
	}

	source.end();
	for (let turns = 0; turns < 100; turns++) {
		await turn();
	}

	// What may wait, and a chunk.
	expect(writable.writableLength).toBeLessThan(5_000_000);
	while (length < chunks * chunk.length) {
		goOn();
		await turn();
		flush();
	}

	expect(length).toBe(chunks * chunk.length);
});

test('a reader that goes away holds up nobody', async () => {
	const writable = new Writable({
		write() {
			// It never reads.
		},
	});
	const source = new PassThrough();
	let read = 0;
	const {write} = gatheredWrites(writable);
	readInTurns(source, chunk => {
		read += chunk.length;
		write(chunk);
	});
	const chunk = Buffer.alloc(500_000, 'x');
	for (let index = 0; index < 40; index++) {
		source.write(chunk);
	}

	source.end();
	while (writable.writableLength < 4_000_000) {
		await turn();
	}

	writable.destroy();
	await finished(source);
	expect(read).toBe(40 * chunk.length);
});
