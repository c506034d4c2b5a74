import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';
import {localHost} from '../../../source/shell/place.js';
import {quote} from '../../../source/shell/quote.js';
import {exited, placesForTest, run} from './helpers.js';

const local = async () => placesForTest({}).places.connect(localHost);

test('a script\'s output, error output and exit status come back apart', async () => {
	expect(await run(await local(), 'echo out; echo err >&2; exit 3')).toEqual({outcome: exited(3), stdout: 'out\n', stderr: 'err\n'});
});

test('output without a last newline is not mixed with what the watcher says', async () => {
	expect(await run(await local(), 'printf out; printf err >&2')).toEqual({outcome: exited(0), stdout: 'out', stderr: 'err'});
});

test('a script has nothing on its standard input', async () => {
	expect(await run(await local(), 'cat; readlink /proc/self/fd/0 || echo /dev/null')).toMatchObject({stdout: '/dev/null\n'});
});

test('every byte of a word survives the way to the shell', async () => {
	const word = Array.from({length: 0x2_FF}, (_, index) => String.fromCodePoint(index + 1)).join('');
	const {stdout} = await run(await local(), `printf %s ${quote(word)}`);
	expect(stdout).toBe(word);
});

test('a script of a megabyte runs', async () => {
	const {stdout} = await run(await local(), `v=${quote('x\n'.repeat(500_000))}; echo \${#v}`);
	expect(stdout).toBe('1000000\n');
});

test('a syntax error is a failure of the script', async () => {
	const {outcome, stderr} = await run(await local(), 'echo "unfinished');
	expect(outcome).toMatchObject({kind: 'exited'});
	expect(outcome).not.toEqual(exited(0));
	expect(stderr).toContain('unexpected EOF');
});

test('nothing of the watcher is left in the script\'s variables', async () => {
	const {stdout} = await run(await local(), 'compgen -v dw_; declare -F; echo end');
	expect(stdout).toBe('end\n');
});

test('BASH_ENV of the wizard\'s own environment is not read', async () => {
	const {places} = placesForTest({environment: {...process.env, BASH_ENV: '/dev/stdin', PATH: process.env.PATH}});
	expect(await run(await places.connect(localHost), 'echo $BASH_ENV.')).toMatchObject({stdout: '.\n'});
});

test('300,000 lines come whole', async () => {
	const {stdout} = await run(await local(), 'seq 300000');
	expect(stdout === Array.from({length: 300_000}, (_, index) => `${index + 1}\n`).join('')).toBe(true);
});

test('a daemon that keeps the output open does not delay the end', async () => {
	const {outcome, stdout} = await run(await local(), 'sleep 30 & echo $!');
	expect(outcome).toEqual(exited(0));
	process.kill(Number(stdout));
});

test('cancelling ends what the script started, also what made a process group or session of its own', async () => {
	const controller = new AbortController();
	const {outcome, stdout} = await run(await local(), 'timeout 61 sleep 62 & setsid sleep 63 & echo "started $BASHPID"; wait', {
		signal: controller.signal,
		onOutput() {
			controller.abort();
		},
	});
	expect(outcome).toEqual({kind: 'cancelled'});
	expect(stdout).toContain('started');
	expect(execFileSync('ps', ['-A', '-o', 'stat=,args='], {encoding: 'utf8'}).split('\n').filter(line => /^[^Z].*sleep 6[23]$/v.test(line))).toEqual([]);
});

test('a script that ignores SIGTERM is killed', async () => {
	const controller = new AbortController();
	const {outcome} = await run(await local(), 'trap "" TERM; echo started; while :; do sleep 0.1; done', {
		signal: controller.signal,
		onOutput() {
			controller.abort();
		},
	});
	expect(outcome).toEqual({kind: 'cancelled'});
});

test('a script that was cancelled before it began is not started', async () => {
	expect(await run(await local(), 'echo started', {signal: AbortSignal.abort()})).toEqual({outcome: {kind: 'cancelled'}, stdout: '', stderr: ''});
});

test('an exclusive script waits for the one before it, and says so', async () => {
	const {places, directory} = placesForTest({});
	const connection = await places.connect(localHost);
	const signal = path.join(directory, 'go-on');
	const order: string[] = [];
	const {promise: isHeld, resolve} = Promise.withResolvers<void>();
	const release = () => {
		resolve();
	};

	const first = run(connection, `echo held; until [ -e ${signal} ]; do sleep 0.05; done; echo first`, {isExclusive: true, onOutput: release});
	await isHeld;
	const second = run(connection, 'echo second', {
		isExclusive: true,
		onWaiting() {
			order.push('waiting');
			fs.writeFileSync(signal, '');
		},
		onOutput() {
			order.push('second');
		},
	});
	void first.then(() => {
		order.push('first');
	});
	await second;
	expect(order).toContain('waiting');
	expect(order.indexOf('first')).toBeLessThan(order.indexOf('second'));
	expect(await first).toMatchObject({outcome: exited(0), stdout: 'held\nfirst\n'});
});

test('a script that waits for its turn can be cancelled, and is never started', async () => {
	const {places, directory} = placesForTest({});
	const connection = await places.connect(localHost);
	const {promise: isHeld, resolve} = Promise.withResolvers<void>();
	const release = () => {
		resolve();
	};

	const controllers = [new AbortController(), new AbortController()] as const;
	const first = run(connection, 'echo held; sleep 64', {isExclusive: true, onOutput: release, signal: controllers[0].signal});
	await isHeld;
	const second = await run(connection, `touch ${directory}/started`, {
		isExclusive: true,
		signal: controllers[1].signal,
		onWaiting() {
			controllers[1].abort();
		},
	});
	expect(second.outcome).toEqual({kind: 'cancelled'});
	controllers[0].abort();
	expect(await first).toMatchObject({outcome: {kind: 'cancelled'}});
	expect(fs.existsSync(path.join(directory, 'started'))).toBe(false);
});

test('where the lock can\'t be taken, the script runs and a note says so', async () => {
	const {places, notes} = placesForTest({knownHostsFile: '/proc/no-such-directory/known_hosts'});
	const connection = await places.connect(localHost);
	expect(await run(connection, 'echo ran', {isExclusive: true})).toEqual({outcome: exited(0), stdout: 'ran\n', stderr: ''});
	expect(notes).toEqual([expect.stringContaining('can\'t be written')]);
});
