import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {
	afterEach,
	beforeEach,
	expect,
	test,
} from 'vitest';
import {defaultDefinition} from '../../../source/lab/defaults.js';
import {deriveLab} from '../../../source/lab/derive.js';
import {makePlan, stepsOf} from '../../../source/plan/plan.js';
import {checklistBash} from '../../../source/report/checklist-bash.js';
import {makeChecklist} from '../../../source/report/checklist.js';
import {samplePlan} from './sample-plan.js';

const plan = samplePlan();
const script = checklistBash(makeChecklist(plan, stepsOf(plan).filter(step => step.stage !== 'teardown')));
let directory: string;
let file: string;

beforeEach(() => {
	directory = mkdtempSync(path.join(tmpdir(), 'checklist-'));
	file = path.join(directory, 'lab.sh');
	writeFileSync(file, script);
});

afterEach(() => {
	rmSync(directory, {recursive: true});
});

const bash = async (...args: readonly string[]) => execa('bash', ['lab.sh', ...args], {cwd: directory, reject: false});

test('shellcheck finds nothing wrong with the script', async () => {
	const {exitCode, stdout} = await execa('shellcheck', [file], {reject: false});
	expect(stdout).toBe('');
	expect(exitCode).toBe(0);
});

test('bash and shellcheck take the script of the whole catalogue', async () => {
	const real = makePlan(deriveLab(defaultDefinition()));
	writeFileSync(file, checklistBash(makeChecklist(real, stepsOf(real))));
	expect(await execa('bash', ['-n', file], {reject: false})).toMatchObject({exitCode: 0, stderr: ''});
	expect(await execa('shellcheck', [file], {reject: false})).toMatchObject({exitCode: 0, stdout: ''});
	const {stdout} = await bash();
	expect(stdout.split('\n', 1)[0]).toMatch(/^1 {2}remote server: base-vm\./);
// ShellCheck alone takes five seconds for all of it, and far more on a busy machine.
}, 120_000);

test('without an argument it lists the parts with their places and changes nothing', async () => {
	const {stdout} = await bash();
	expect(stdout.split('\n')).toEqual([
		'1  local host: first.note',
		'2  remote server: first.server',
		'3  local host: first.server',
		'4  remote server: first.server',
		'5  infra-2: nodes.greet@infra-2',
		'6  infra-3: nodes.greet@infra-3',
	]);
	expect(readdirSync(directory)).toEqual(['lab.sh']);
});

test('a part writes byte for byte what the commands say', async () => {
	const {exitCode, stderr} = await bash('1');
	expect(stderr).toBe('first.note');
	expect(exitCode).toBe(0);
	const awkward = 'it\'s "quoted" $HOME `id` \\ ```\nCOMMAND\nEOF\n';
	expect(readFileSync(path.join(directory, 'note'), 'utf8')).toBe(awkward + awkward);
});

test('a step whose probe holds is not run again', async () => {
	await bash('1');
	writeFileSync(path.join(directory, 'note'), 'mine');
	const {stderr, exitCode} = await bash('1');
	expect(stderr).toBe('first.note is done already');
	expect(exitCode).toBe(0);
	expect(readFileSync(path.join(directory, 'note'), 'utf8')).toBe('mine');
});

test('a command that fails ends the part with its step named', async () => {
	writeFileSync(file, script.replaceAll('install -D', 'exit 7; install -D'));
	const {stderr, exitCode} = await bash('1');
	expect(stderr).toBe('first.note\nfirst.note failed at a command');
	expect(exitCode).toBe(1);
});

test('a manual step says what to do, and that it waits', async () => {
	const {stderr, exitCode} = await bash('5');
	expect(stderr).toBe('nodes.greet@infra-2\nYou do this one: Wave at infra-2.');
	expect(exitCode).toBe(0);
});

test('a part that there is not is refused', async () => {
	const {stderr, exitCode} = await bash('9');
	expect(stderr).toBe('There is no part 9.');
	expect(exitCode).toBe(1);
});
