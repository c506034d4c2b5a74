import {execFileSync} from 'node:child_process';
import {
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {fileHolds, writeFile} from '../../../source/shell/file.js';
import {sh} from '../../../source/shell/command.js';
import {waitUntil} from '../../../source/shell/wait.js';

const directory = mkdtempSync(join(tmpdir(), 'dpu-wizard-shell-'));
afterAll(() => {
	rmSync(directory, {recursive: true});
});

const bash = (text: string) => execFileSync('bash', ['-c', text], {encoding: 'utf8', stdio: 'pipe'});
const succeeds = (text: string) => {
	try {
		bash(text);
		return true;
	} catch {
		return false;
	}
};

const contents = ['plain\n', 'EOF\nEOF_\n', '$HOME `reboot` $(reboot) \\ \'"\n', '\tindented\n\n\nblank lines\n', '<a b=\'c\'/>\n'];

test('a file is written byte for byte, with its directories and its mode', () => {
	for (const [index, content] of contents.entries()) {
		const path = join(directory, 'a dir', `file ${index}`);
		bash(writeFile({path, content, mode: '0640'}).text);
		expect(readFileSync(path, 'utf8')).toBe(content);
		expect(statSync(path).mode.toString(8)).toBe('100640');
	}
});

test('a file that holds something else, or is not there, is told from one that holds just that', () => {
	const path = join(directory, 'held');
	const file = {path, content: 'one\ntwo\n'};
	expect(succeeds(fileHolds(file).text)).toBe(false);
	bash(writeFile(file).text);
	expect(succeeds(fileHolds(file).text)).toBe(true);
	expect(succeeds(fileHolds({path, content: 'one\n'}).text)).toBe(false);
});

test('waiting ends when the condition holds, and says what did not happen when it never does', () => {
	const flag = join(directory, 'flag');
	bash(`(sleep 0.3; touch ${flag}) & ${waitUntil(sh`test -e ${flag}`, {seconds: 10, every: 1, message: 'no flag'}).text}`);
	expect(() => bash(waitUntil(sh`false`, {seconds: 1, every: 1, message: 'it\'s not there'}).text)).toThrow(/it's not there/);
});

test('a wait whose clock jumps ahead ends, and says what did not happen', () => {
	const wait = waitUntil(sh`SECONDS=90000; false`, {seconds: 600, every: 0, message: 'it never came'});
	expect(() => bash(wait.text)).toThrow(/it never came/v);
});
