import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {TypedLines} from '../../../source/commands/typed-line.js';

function terminal() {
	const input = new PassThrough();
	const output = new PassThrough();
	const shown: string[] = [];
	output.on('data', chunk => {
		shown.push(String(chunk));
	});
	return {input, lines: new TypedLines(input, output), shown: () => shown.join('')};
}

const line = (text: string) => ({kind: 'line', text});

test('a secret is never shown', async () => {
	const {input, lines, shown} = terminal();
	const asked = lines.ask({prompt: 'Password: ', isEchoed: false});
	input.write('s3cret é\r');
	expect(await asked).toEqual(line('s3cret é'));
	expect(shown()).toBe('Password: \n');
});

test('what is echoed shows each character as it is typed', async () => {
	const {input, lines, shown} = terminal();
	const asked = lines.ask({prompt: '? ', isEchoed: true});
	input.write('yes\n');
	expect(await asked).toEqual(line('yes'));
	expect(shown()).toBe('? yes\n');
});

test('backspace takes the last character, Ctrl-U all of them, arrow keys nothing', async () => {
	const {input, lines} = terminal();
	const asked = lines.ask({prompt: '', isEchoed: false});
	input.write('wrong\u{15}\u{1B}[Dright\u{1B}[3~x👍\u{7F}\u{7F}\r');
	expect(await asked).toEqual(line('right'));
});

test('a character may come in two pieces', async () => {
	const {input, lines} = terminal();
	const asked = lines.ask({prompt: '', isEchoed: false});
	input.write(Uint8Array.of(0xC3));
	input.write(Uint8Array.of(0xA9, 0x0D));
	expect(await asked).toEqual(line('é'));
});

test('what was pasted beyond the line answers the next prompt', async () => {
	const {input, lines} = terminal();
	const first = lines.ask({prompt: '', isEchoed: false});
	input.write('one\rtwo\r');
	expect(await first).toEqual(line('one'));
	expect(await lines.ask({prompt: '', isEchoed: false})).toEqual(line('two'));
});

test('Ctrl-C and the end of input are told apart from an empty line', async () => {
	const {input, lines} = terminal();
	const interrupted = lines.ask({prompt: '', isEchoed: true});
	input.write('half\u{3}');
	expect(await interrupted).toEqual({kind: 'interrupted'});
	const empty = lines.ask({prompt: '', isEchoed: true});
	input.write('\r');
	expect(await empty).toEqual(line(''));
	const ended = lines.ask({prompt: '', isEchoed: true});
	input.end();
	expect(await ended).toEqual({kind: 'nothing'});
});
