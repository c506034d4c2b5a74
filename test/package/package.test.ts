import {readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {transform} from 'esbuild';
import {execa} from 'execa';
import {
	afterAll,
	beforeAll,
	expect,
	test,
} from 'vitest';
import {openTerminal} from '../../bench/terminal.js';
import {type Installed, installPackage} from './installed.js';

let installed: Installed;
const environment = () => ({DPU_WIZARD_HOME: path.join(installed.directory, 'home')});
const run = async (...argv: readonly string[]) => execa(process.execPath, [installed.bin, ...argv], {env: environment(), reject: false, stdin: 'ignore'});
const refusal = /^dpu-wizard needs Node\.js 22\.12 or newer, and this is .+ npx -p node@24 -p dpu-wizard dpu-wizard$/;

beforeAll(async () => {
	installed = await installPackage();
}, 60_000);

afterAll(async () => {
	await rm(installed.directory, {recursive: true});
});

test('the tarball holds the six files and nothing else', () => {
	expect(installed.files).toEqual(['dist/cli.cjs', 'dist/dpu-wizard.mjs', 'dist/rehearsal.mjs', 'LICENSE', 'package.json', 'readme.md'].toSorted((a, b) => a.localeCompare(b)));
});

test('--version is the package\'s', async () => {
	const {version} = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {version: string};
	expect(await run('--version')).toMatchObject({stdout: version, stderr: '', exitCode: 0});
});

test('--help is the command\'s own', async () => {
	const general = await run('--help');
	expect(general.stdout).toContain('dpu-wizard lab import FILE');
	const ofRun = await run('run', '--help');
	expect(ofRun.stdout).toContain('--only STEP...');
	expect(ofRun.stdout).not.toContain('lab import');
});

test('the entry is syntax that the oldest of Nodes reads', async () => {
	const entry = await readFile(path.join(installed.directory, 'node_modules/dpu-wizard/dist/cli.cjs'), 'utf8');
	const {code} = await transform(entry, {target: 'es5', format: 'cjs'});
	expect(code).not.toBe('');
});

test('an older Node is refused in one line that says what to do', async () => {
	const pretence = path.join(installed.directory, 'pretence.cjs');
	await writeFile(pretence, 'Object.defineProperty(process, "versions", {value: {...process.versions, node: "22.11.0"}});');
	const {exitCode, stdout, stderr} = await execa(process.execPath, ['--require', pretence, installed.bin, '--version'], {reject: false});
	expect(stdout).toBe('');
	expect(stderr).toMatch(refusal);
	expect(exitCode).toBe(1);
});

test('the machine\'s own Node is refused if it is too old, and serves if not', async () => {
	const {stdout: own} = await execa('/usr/bin/env', ['PATH=/usr/local/bin:/usr/bin:/bin', 'node', '--version'], {reject: false});
	const major = Number(/^v(?<major>\d+)/.exec(own)?.groups?.major ?? 24);
	const {exitCode, stderr} = await execa('/usr/bin/env', ['PATH=/usr/local/bin:/usr/bin:/bin', major < 22 ? 'node' : process.execPath, installed.bin, '--version'], {reject: false});
	expect(stderr).toMatch(major < 22 ? refusal : /^$/);
	expect(exitCode).toBe(major < 22 ? 1 : 0);
});

test('--version loads no library: it takes at most two and a half times as long as Node itself', async () => {
	const timed = async (...argv: readonly string[]) => {
		const started = performance.now();
		await execa(process.execPath, argv);
		return performance.now() - started;
	};

	// The fastest of each, in turns and again where the machine was busy with something else: loading a library shows in every one of them.
	let node = Infinity;
	let version = Infinity;
	for (let round = 0; round < 40 && (round < 5 || version >= 2.5 * node); round++) {
		node = Math.min(node, await timed('-e', '0'));
		version = Math.min(version, await timed(installed.bin, '--version'));
	}

	expect(version).toBeLessThan(2.5 * node);
});

test('the checklist needs no server, no lab and no other package', async () => {
	const {stdout, exitCode} = await run('checklist', '--format', 'json');
	expect(exitCode).toBe(0);
	const {lab} = JSON.parse(stdout) as {lab: {name: string}};
	expect(lab.name).toBe('default');
});

test('the bundled ssh works without its native parts', async () => {
	await run('lab', 'new', 'nowhere', '--server', 'nobody@127.0.0.1:1');
	const {stderr, exitCode} = await run('status');
	expect(stderr).toContain('127.0.0.1');
	expect(exitCode).toBe(3);
});

// Modules of the bundle are evaluated when they are first used: each has to be there whole by then.
test('the wizard of the package opens its screens', async () => {
	expect(await run('lab', 'new', 'screens')).toMatchObject({exitCode: 0});
	const terminal = openTerminal(process.execPath, [installed.bin, '--lab', 'screens'], {...process.env, ...environment()});
	try {
		await terminal.isReading;
		for (const [key, title] of [['1', 'Continue'], ['2', 'Nodes'], ['3', 'Variables and choices'], ['4', 'Connection'], ['5', 'Checklist'], ['6', 'Log'], ['7', 'New lab']] as const) {
			await terminal.shows('dpu-wizard ▸ Home');
			terminal.press(key);
			await terminal.shows(`dpu-wizard ▸ ${title}`);
			terminal.press('\u{1B}');
		}

		await terminal.shows('dpu-wizard ▸ Home');
		terminal.press('q');
		expect(await terminal.ended).toBe(0);
	} finally {
		await terminal.close();
	}
}, 120_000);

test('the package rehearses, with no library beside it', async () => {
	expect(await run('rehearse', 'run', '--yes', '--to', 'base-vm.image')).toMatchObject({exitCode: 0});
}, 120_000);
