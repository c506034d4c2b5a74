import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {terminalAsk} from '../../../source/commands/terminal-ask.js';
import type {Question} from '../../../source/connection/connection.js';

function terminal(isTTY = true) {
	const input = Object.assign(new PassThrough(), {isTTY});
	const errors = Object.assign(new PassThrough(), {isTTY});
	let shown = '';
	errors.on('data', chunk => {
		shown += String(chunk);
	});
	const asking = terminalAsk({
		input, output: new PassThrough(), errors, environment: {}, onInterrupt: () => () => undefined, startWizard: async () => 0,
	});
	return {...asking, input, shown: () => shown};
}

const hostKey: Question = {
	kind: 'host-key', host: '[host]:2222', keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc',
};
const secret = (attempt: number): Question => ({
	kind: 'secret', purpose: 'sudo', prompt: 'Password of me on \u{1B}[31mhost:', isEchoed: false, attempt,
});

test.each([['yes', 'yes'], ['SHA256:abc', 'yes'], ['no', 'no'], ['SHA256:other', 'SHA256:other'], ['', '']])('an unknown host key answered with %j', async (typed, answer) => {
	const {ask, input, shown} = terminal();
	input.write(`${typed}\r`);
	expect(await ask(hostKey)).toBe(answer);
	expect(shown()).toContain('[host]:2222 is not known yet. Its ssh-ed25519 key has the fingerprint\n  SHA256:abc\n');
});

test('a secret is asked for without showing it, and a wrong one is said to be', async () => {
	const {ask, input, shown} = terminal();
	input.write('hunter2\rhunter3\r');
	expect(await Promise.all([ask(secret(1)), ask(secret(2))])).toEqual(['hunter2', 'hunter3']);
	expect(shown()).toBe('Password of me on host: \nThat was not right. Password of me on host: \n');
});

test('where nobody is, nothing is asked', async () => {
	const {ask, shown, wasUnanswered} = terminal(false);
	expect(await ask(hostKey)).toBeUndefined();
	expect(await ask(secret(1))).toBeUndefined();
	expect(shown()).toBe('');
	expect(wasUnanswered()).toBe(true);
});

test('after Ctrl-C nothing more is asked', async () => {
	const {ask, input, shown, wasInterrupted} = terminal();
	input.write('\u{3}');
	expect(await Promise.all([ask(secret(1)), ask(secret(1))])).toEqual([undefined, undefined]);
	expect(wasInterrupted()).toBe(true);
	expect(shown()).toBe('Password of me on host: \n');
});
