import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {Redactor} from '../../../source/run/redact.js';

const through = (chunks: readonly Uint8Array[]) => {
	const redactor = new Redactor();
	return Buffer.concat([...chunks.map(chunk => Buffer.from(redactor.write(chunk))), redactor.end()]);
};

test('bytes that are no token pass unchanged, whatever they are', () => {
	const bytes = Buffer.from(Array.from({length: 5000}, (_, index) => (index * 37) % 256));
	for (const size of [1, 7, 4096]) {
		const chunks = Array.from({length: Math.ceil(bytes.length / size)}, (_, index) => bytes.subarray(index * size, (index + 1) * size));
		expect(through(chunks).equals(bytes)).toBe(true);
	}
});

test('a token is found wherever a chunk ends', () => {
	const line = Buffer.from('join --token abcdef.0123456789abcdef --x\n');
	for (let cut = 0; cut <= line.length; cut++) {
		expect(through([line.subarray(0, cut), line.subarray(cut)]).toString()).toBe('join --token [redacted] --x\n');
	}
});

test('a service account token is none of a log\'s business', () => {
	expect(through([Buffer.from('token: eyJhbGciOiJSUzI1NiIs.eyJpc3MiOiJrdWJlcm5l.c2lnbmF0dXJlc2ln\n')]).toString()).toBe('token: [redacted]\n');
});

test('the end of a chunk cuts no token, however large the chunk is', () => {
	const before = Buffer.from('a line\n'.repeat(10_000));
	const line = Buffer.from('join --token abcdef.0123456789abcdef --x\n');
	for (let cut = 0; cut <= line.length; cut++) {
		expect(through([Buffer.concat([before, line.subarray(0, cut)]), line.subarray(cut)]).toString().slice(before.length)).toBe('join --token [redacted] --x\n');
	}
});

test('what is held back is kept, whatever becomes of the chunk', () => {
	const redactor = new Redactor();
	const chunk = Buffer.from('one\ntw');
	expect(Buffer.from(redactor.write(chunk)).toString()).toBe('one\n');
	chunk.fill('x');
	expect(Buffer.from(redactor.end()).toString()).toBe('tw');
});
