import {PassThrough} from 'node:stream';
import {expect, test, vi} from 'vitest';
import {PacedStdin} from '../../screens/paced-stdin.js';

function paced() {
	const tty = Object.assign(new PassThrough(), {isTTY: true, setRawMode: vi.fn()});
	const stdin = new PacedStdin(tty);
	stdin.setEncoding('utf8');
	const keys: string[] = [];
	stdin.on('readable', () => {
		for (let chunk = stdin.read() as string | null; chunk !== null; chunk = stdin.read() as string | null) {
			keys.push(chunk);
		}
	});
	stdin.setRawMode(true);
	return {tty, stdin, keys};
}

test('keys that arrive in one chunk are handed over one by one', async () => {
	const {tty, keys} = paced();
	tty.write('ab\u{1B}[B\u{1B}OA\r\u{1B}[5~é👩');
	await vi.waitFor(() => {
		expect(keys).toEqual(['a', 'b', '\u{1B}[B', '\u{1B}OA', '\r', '\u{1B}[5~', 'é', '👩']);
	});
});

test('between two keys the event loop turns', async () => {
	const {tty, keys} = paced();
	tty.write('abc');
	const seen: string[] = [];
	while (keys.length < 3) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
		seen.push(keys.join(''));
	}

	expect(seen).toEqual(expect.arrayContaining(['a', 'ab', 'abc']));
});

test('a key that comes in two chunks is one key', async () => {
	const {tty, keys} = paced();
	tty.write('\u{1B}[');
	tty.write('B');
	await vi.waitFor(() => {
		expect(keys).toEqual(['\u{1B}[B']);
	});
});

test('Escape and a letter in one chunk are two keys', async () => {
	const {tty, keys} = paced();
	tty.write('\u{1B}q');
	await vi.waitFor(() => {
		expect(keys).toEqual(['\u{1B}', 'q']);
	});
});

test('a paste stays whole, also when it comes in pieces', async () => {
	const {tty, keys} = paced();
	tty.write('\u{1B}[200~infra-2\ninfra');
	tty.write('-3\n\u{1B}[201~x');
	await vi.waitFor(() => {
		expect(keys).toEqual(['\u{1B}[200~infra-2\ninfra-3\n\u{1B}[201~', 'x']);
	});
});

test('without raw mode the terminal is not read, so that a child gets every line', async () => {
	const {tty, stdin, keys} = paced();
	stdin.setRawMode(false);
	expect(tty.isPaused()).toBe(true);
	expect(tty.setRawMode).toHaveBeenLastCalledWith(false);
	tty.write('for the child');
	stdin.setRawMode(true);
	await vi.waitFor(() => {
		expect(keys.join('')).toBe('for the child');
	});
});
