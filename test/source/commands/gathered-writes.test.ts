import {Buffer} from 'node:buffer';
import {Writable} from 'node:stream';
import {expect, test} from 'vitest';
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
