import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {commandLine} from './command-line.js';

test('without a lab the checklist is the documents\' own', async () => {
	const {status, stdout} = await commandLine().run('checklist', '--format', 'json');
	expect(status).toBe(0);
	expect(JSON.parse(stdout)).toMatchObject({lab: {name: 'default', profile: 'offload'}});
});

test.each([['run', '--yes'], ['status'], ['lab', 'show'], ['shell', 'gw-1']])('%s without a lab says how to describe one', async (...argv) => {
	const line = commandLine();
	const started = line.start(argv, {isTerminal: true});
	expect(await started.status).toBe(2);
	expect(started.stderr()).toContain('dpu-wizard lab new NAME --server USER@HOST');
});

test('what needs a server says how to name one', async () => {
	const line = commandLine();
	await line.run('lab', 'new', 'mine');
	expect(await line.run('status')).toMatchObject({status: 2, stderr: expect.stringContaining('dpu-wizard lab set --lab mine --server USER@HOST') as string});
	expect(await line.run('lab', 'set', '--server', 'me@127.0.0.1:1')).toMatchObject({status: 0});
	expect(await line.run('status')).toMatchObject({status: 3, stdout: ''});
});

test('a typing mistake ends with 2 and the nearest name', async () => {
	const line = commandLine();
	expect(await line.run('statsu')).toMatchObject({status: 2, stderr: expect.stringContaining('Did you mean status?') as string});
	expect(await line.run('checklist', '--only', 'base-vm.pakages')).toMatchObject({status: 2, stderr: expect.stringContaining('Did you mean base-vm.packages?') as string});
	await line.run('lab', 'new', 'mine');
	expect(await line.run('checklist', '--lab', 'mien')).toMatchObject({status: 2, stderr: expect.stringContaining('Did you mean mine?') as string});
	expect(await line.run('lab', 'exprot')).toMatchObject({status: 2, stderr: expect.stringContaining('Did you mean `lab export`?') as string});
});

test('a lab that can not work is refused as a whole', async () => {
	const line = commandLine();
	await line.run('lab', 'new', 'mine', 'NUM_VF=4');
	expect(await line.run('lab', 'set', 'NUM_VF=5', 'INFRA_DPU_LIST=infra-2 $(reboot)')).toMatchObject({status: 2});
	const {stdout} = await line.run('lab', 'show', '--json');
	expect(JSON.parse(stdout)).toMatchObject({variables: {NUM_VF: '4'}});
});

test('a lab goes out and comes in by each of its forms', async () => {
	const line = commandLine();
	await line.run('lab', 'new', 'mine', '--server', 'me@host', 'NUM_VF=4', 'INFRA_DPU_LIST=infra-2', 'TENANT_DPU_HOST_LIST=tenant-2');
	const json = await line.run('lab', 'export', '--format', 'json');
	writeFileSync(path.join(line.directory, 'mine.json'), json.stdout);
	await line.run('lab', 'remove', 'mine');
	expect(await line.run('lab', 'import', path.join(line.directory, 'mine.json'))).toMatchObject({status: 0});
	expect(await line.run('lab', 'export', '--format', 'json')).toEqual(json);

	expect(await line.run('lab', 'import', path.join(line.directory, 'mine.json'), '--lab', 'twin')).toMatchObject({status: 2, stderr: expect.stringContaining('It is the lab mine already') as string});

	const variables = await line.run('lab', 'export');
	writeFileSync(path.join(line.directory, 'variables.sh'), variables.stdout);
	expect(await line.run('lab', 'import', path.join(line.directory, 'variables.sh'), '--lab', 'copy')).toMatchObject({status: 0});
	expect(await line.run('lab', 'export', '--lab', 'copy')).toMatchObject({stdout: variables.stdout.replace('The lab mine', 'The lab copy')});
	const ssh = await line.run('lab', 'export', '--lab', 'mine', '--format', 'ssh-config');
	expect(ssh.stdout).toContain('ProxyJump me@host');
	const list = await line.run('lab', 'list');
	expect(list.stdout).toBe('*  copy  no server yet\n   mine  me@host\n');
});

test('importing says what of a file it did not take, and executes nothing of it', async () => {
	const line = commandLine();
	const file = path.join(line.directory, 'variables.sh');
	const trap = path.join(line.directory, 'executed');
	writeFileSync(file, `NUM_VF=$(touch ${trap}; echo 4)\nINFRA_OCTETS=10.1.2\n`);
	const {status, stderr} = await line.run('lab', 'import', file);
	expect(stderr).toContain(`${file}:1: `);
	expect(status).toBe(0);
	expect(readdirSync(line.directory)).not.toContain('executed');
	const {stdout} = await line.run('lab', 'show', '--json');
	expect(JSON.parse(stdout)).toMatchObject({name: 'default', variables: {INFRA_OCTETS: '10.1.2', NUM_VF: '20'}});
});

test('on a terminal it is the screens, and lines where they can not or shall not be', async () => {
	const line = commandLine();
	await line.run('lab', 'new', 'one');
	await line.run('lab', 'new', 'two');
	// The stand-in for the screens ends with the number of labs that it was given.
	expect(await line.start([], {isTerminal: true}).status).toBe(2);
	for (const [argv, environment] of [[['--plain'], {}], [[], {TERM: 'dumb'}], [[], {CI: 'true'}], [[], {INK_SCREEN_READER: 'true'}]] as const) {
		const started = line.start(argv, {isTerminal: true, environment});
		expect(await started.status).toBe(0);
		expect(started.stdout()).toContain('The lab two has no server yet.');
	}
});

test('a bug leaves a report without tokens, and ends with 1', async () => {
	const broken = commandLine(() => [{
		id: 'bad', title: 'Bad', get steps(): never {
			throw new TypeError('token abcdef.0123456789abcdef');
		},
	}]);
	const {status, stderr} = await broken.run('checklist');
	expect(status).toBe(1);
	const file = /A report is in (?<file>.+\.txt):/.exec(stderr)!.groups!.file!;
	expect(file.startsWith(path.join(broken.directory, 'home'))).toBe(true);
	const report = readFileSync(file, 'utf8');
	expect(report).toContain('TypeError: token [redacted]');
});
