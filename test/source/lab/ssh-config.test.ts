import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
	afterAll,
	beforeAll,
	expect,
	test,
} from 'vitest';
import {UserError} from '../../../source/errors.js';
import {defaultDefinition} from '../../../source/lab/defaults.js';
import {deriveLab} from '../../../source/lab/derive.js';
import {formatSshConfig} from '../../../source/lab/ssh-config.js';

let directory = '';

beforeAll(() => {
	directory = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-ssh-config-'));
});

afterAll(() => {
	rmSync(directory, {recursive: true, force: true});
});

/**
What the real ssh makes of it.
*/
function resolve(server: string, node: string): string {
	const file = path.join(directory, 'config');
	writeFileSync(file, formatSshConfig(deriveLab({...defaultDefinition(), server})));
	return execFileSync('ssh', ['-F', file, '-G', node], {encoding: 'utf8'});
}

test.each([
	['me@lab.example:2222', 'me@lab.example:2222'],
	['my-alias', 'my-alias'],
	['me@[2001:db8::1]:22', 'me@[2001:db8::1]:22'],
])('through %s ssh reaches a node by its name', (server, jump) => {
	const settings = resolve(server, 'infra-2');
	expect(settings).toMatch(/^hostname 192\.168\.122\.22$/mv);
	expect(settings).toMatch(/^user fedora$/mv);
	expect(settings).toContain(`proxyjump ${jump}\n`);
});

test('on the server itself there is no jump, and the key is at hand', () => {
	const settings = resolve('this-host', 'tenant-4');
	expect(settings).toMatch(/^hostname 192\.168\.122\.124$/mv);
	expect(settings).not.toContain('proxyjump');
	expect(settings).toMatch(/^identityfile .*dpu-wizard_ed25519$/mv);
});

test('without a server there is no way to say it', () => {
	expect(() => formatSshConfig(deriveLab(defaultDefinition()))).toThrow(UserError);
});
