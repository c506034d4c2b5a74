import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {expect, test} from 'vitest';
import {
	destructive,
	fragment,
	sh,
	shellFragment,
	sudo,
} from '../../../source/shell/command.js';
import {homePath} from '../../../source/shell/home.js';
import {quote} from '../../../source/shell/quote.js';

const bash = (text: string) => execFileSync('bash', ['-c', text], {encoding: 'utf8', env: {HOME: '/home/of me', PATH: process.env.PATH}});

const hostile = [
	'', ' ', '\'', '"', '\\', '$HOME', '$(reboot)', '`reboot`', ';reboot', '& reboot', '| cat', '>file', '*', '?', '~', '#', '!!', '-rf', 'a\nb', 'a\tb', 'é😀', '\u{1B}[31m',
];

test('every byte but NUL comes back from bash as it was given', () => {
	for (let byte = 1; byte < 256; byte++) {
		const word = `a${String.fromCodePoint(byte)}b`;
		expect(bash(`printf %s ${quote(word)}`)).toBe(word);
	}
});

test('a NUL is refused, because no argument can carry it', () => {
	expect(() => quote('a\0b')).toThrow(/NUL/);
});

test('a harmless word stays readable', () => {
	expect(quote('/var/lib/libvirt/images/infra-2.qcow2')).toBe('/var/lib/libvirt/images/infra-2.qcow2');
	expect(quote('52:54:00:98:93:00')).toBe('52:54:00:98:93:00');
});

test('what is interpolated is one word, whatever it holds', () => {
	for (const word of hostile) {
		expect(bash(sh`printf '<%s>' ${word}`.text)).toBe(`<${word}>`);
	}
});

test('an array becomes a word for each of its items', () => {
	expect(bash(sh`printf '<%s>' ${hostile}`.text)).toBe(hostile.map(word => `<${word}>`).join(''));
});

test('fragments and commands are interpolated as they are', () => {
	expect(sh`if ${sh`test -e ${'a b'}`}; then ${fragment('echo "$x"')}; fi`.text).toBe('if test -e \'a b\'; then echo "$x"; fi');
});

test('a backslash in a template is the shell\'s', () => {
	expect(bash(sh`printf '%s\n' a b`.text)).toBe('a\nb\n');
});

test('the indentation of the source file does not reach the command, that of a file\'s content does', () => {
	const content = 'a:\n\t- b\n  - c';
	const command = sh`
		cat <<'EOF'
		${fragment(content)}
		EOF
	`;
	expect(bash(command.text)).toBe(`${content}\n`);
});

test('sudo is found wherever a command may stand', () => {
	expect(sudo`virsh list`.text).toBe('sudo virsh list');
	expect(sh`test "$(sudo virsh list)" = a`.sudo).toBe(true);
	expect(sh`echo a | sudo tee b`.sudo).toBe(true);
	expect(sh`cat /etc/sudoers`.sudo).toBe(false);
});

test('a command that deletes says so, and nothing else of it changes', () => {
	expect(destructive(sudo`rm -f ${'a b'}`)).toEqual({text: 'sudo rm -f \'a b\'', sudo: true, destructive: true});
});

test('a path under the home directory is that of whoever types the command', () => {
	expect(bash(`printf %s ${homePath('~/a dir/b').fragment}`)).toBe('/home/of me/a dir/b');
	expect(bash(`printf %s ${homePath('/srv/$x').fragment}`)).toBe('/srv/$x');
	expect(bash(sh`printf %s ${shellFragment`${homePath('~/a')}.pub`}`.text)).toBe('/home/of me/a.pub');
});
