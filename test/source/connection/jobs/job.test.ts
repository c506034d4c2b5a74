import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test, vi} from 'vitest';
import type {ExecuteOptions} from '../../../../source/connection/connection.js';
import {
	identityOf,
	type Job,
	knownJob,
	newJob,
} from '../../../../source/connection/jobs/job.js';
import {localHost} from '../../../../source/shell/place.js';
import {
	exited,
	placesForTest,
	type PlacesForTestOptions,
	run,
} from '../helpers.js';

const aJob = (index = 0) => newJob({step: 'test.it@infra-2', attempt: 1, index});

async function place(options: PlacesForTestOptions = {}) {
	const {places, directory, notes} = placesForTest(options);
	const connection = await places.connect(localHost);
	return {
		connection,
		directory,
		notes,
		fileOf: (job: Job, name: string) => path.join(directory, 'lab', 'jobs', job.name, name),
		run: async (job: Job, script: string, more: ExecuteOptions = {}) => run(connection, script, {job, ...more}),
	};
}

const processes = () => execFileSync('ps', ['-A', '-o', 'stat=,args='], {encoding: 'utf8'}).split('\n').filter(line => !line.startsWith('Z'));

test('a job\'s output, error output and exit status come back apart', async () => {
	const {run: runJob} = await place();
	expect(await runJob(aJob(), 'echo out; printf err >&2; cat; exit 3')).toEqual({outcome: exited(3), stdout: 'out\n', stderr: 'err'});
});

test('a job leaves its script, its output, its start and its exit status in a private directory', async () => {
	const {run: runJob, fileOf} = await place();
	const job = aJob();
	await runJob(job, 'echo out; echo err >&2');
	const read = (name: string) => fs.readFileSync(fileOf(job, name), 'utf8');
	expect(['script', 'stdout', 'stderr'].map(name => read(name))).toEqual(['echo out; echo err >&2', 'out\n', 'err\n']);
	expect(read('exit').trim()).toBe('exited 0');
	expect(read('start')).toMatch(/^\d+ [\w\-]+ \d+ \d+ session\n$/v);
	expect(fs.statSync(fileOf(job, '.')).mode).toBe(0o4_0700);
	expect(fs.readdirSync(fileOf(job, '.')).filter(name => (fs.statSync(fileOf(job, name)).mode % 0o1000) !== 0o600)).toEqual([]);
});

test('nothing of the supervisor is in the script\'s sight, and it starts where a login would', async () => {
	const {run: runJob} = await place({environment: {...process.env, MARK: 'it\'s $here'}});
	const {stdout, stderr} = await runJob(aJob(), 'compgen -v dw_; declare -F; echo "$MARK"; pwd; umask; readlink /proc/self/fd/* | grep jobs/ | grep -v std');
	expect(stderr).toBe('');
	expect(stdout.split('\n')).toEqual(['it\'s $here', execFileSync('bash', ['-c', 'cd; pwd'], {encoding: 'utf8'}).trim(), expect.stringMatching(/^\d+$/v), '']);
});

test('300,000 lines of a job come whole, and so does what is binary', async () => {
	const {run: runJob, fileOf} = await place();
	const job = aJob();
	const chunks: Uint8Array[] = [];
	await runJob(job, 'seq 300000; head -c 2000000 /dev/urandom; sleep 0.5; head -c 1000000 /dev/urandom', {
		onOutput(_stream, chunk) {
			chunks.push(Uint8Array.from(chunk));
		},
	});
	expect(Buffer.concat(chunks).equals(fs.readFileSync(fileOf(job, 'stdout')))).toBe(true);
});

test('a job that ran for a while is followed to its end, with what it printed last', async () => {
	const {run: runJob} = await place();
	const {outcome, stdout, stderr} = await runJob(aJob(), 'for i in 1 2 3 4 5 6; do echo $i; echo e$i >&2; sleep 0.15; done; printf last; printf elast >&2; exit 9');
	expect(outcome).toEqual(exited(9));
	expect(stdout).toBe('1\n2\n3\n4\n5\n6\nlast');
	expect(stderr).toBe('e1\ne2\ne3\ne4\ne5\ne6\nelast');
});

test('a job that is left alone goes on, and is followed from where it was', async () => {
	const {run: runJob, directory} = await place();
	const job = aJob();
	const leave = new AbortController();
	const gate = path.join(directory, 'gate');
	const first = await runJob(job, `echo one; until [ -e ${gate} ]; do sleep 0.05; done; echo two; echo err >&2; exit 4`, {
		detachSignal: leave.signal,
		onOutput() {
			leave.abort();
		},
	});
	expect(first).toMatchObject({outcome: {kind: 'detached'}, stdout: 'one\n'});
	fs.writeFileSync(gate, '');
	expect(await runJob(job, '')).toEqual({outcome: exited(4), stdout: 'two\n', stderr: 'err\n'});
	expect(await runJob(knownJob(job.name), '')).toEqual({outcome: exited(4), stdout: 'one\ntwo\n', stderr: 'err\n'});
});

test('a daemon that a job leaves behind delays nothing, and stays', async () => {
	const {run: runJob} = await place();
	const {outcome, stdout} = await runJob(aJob(), 'sleep 30 & echo $!');
	expect(outcome).toEqual(exited(0));
	process.kill(Number(stdout));
});

test('cancelling a job ends what it started, also in other groups and sessions', async () => {
	const {run: runJob, fileOf} = await place();
	const controller = new AbortController();
	const job = aJob();
	const {outcome} = await runJob(job, 'timeout 71 sleep 72 & setsid sleep 73 & echo started; wait', {
		signal: controller.signal,
		onOutput() {
			controller.abort();
		},
	});
	expect(outcome).toEqual({kind: 'cancelled'});
	expect(processes().filter(line => /sleep 7[23]$/v.test(line))).toEqual([]);
	await vi.waitFor(() => {
		expect(fs.readFileSync(fileOf(job, 'exit'), 'utf8')).toMatch(/^exited \d+/v);
	});
});

test('a job waits for its turn, and can be cancelled before it comes', async () => {
	const {run: runJob, fileOf, directory} = await place();
	const {promise: isHeld, resolve} = Promise.withResolvers<void>();
	const controllers = [new AbortController(), new AbortController()] as const;
	const first = runJob(aJob(), 'echo held; sleep 74', {
		signal: controllers[0].signal,
		onOutput() {
			resolve();
		},
	});
	await isHeld;
	const job = aJob(1);
	const second = await runJob(job, `touch ${directory}/started`, {
		signal: controllers[1].signal,
		onWaiting() {
			controllers[1].abort();
		},
	});
	expect(second.outcome).toEqual({kind: 'cancelled'});
	controllers[0].abort();
	expect(await first).toMatchObject({outcome: {kind: 'cancelled'}});
	expect(fs.existsSync(path.join(directory, 'started'))).toBe(false);
	expect(fs.existsSync(fileOf(job, '.'))).toBe(false);
	expect(await runJob(aJob(2), 'echo free')).toMatchObject({stdout: 'free\n'});
});

test('a job whose turn comes after a wait is not started: what it waited for may have done the step', async () => {
	const {run: runJob, directory} = await place();
	const {promise: isHeld, resolve} = Promise.withResolvers<void>();
	const gate = path.join(directory, 'gate');
	const first = runJob(aJob(), `echo held; until [ -e ${gate} ]; do sleep 0.05; done`, {
		onOutput() {
			resolve();
		},
	});
	await isHeld;
	const second = await runJob(aJob(1), `touch ${directory}/started`, {
		onWaiting() {
			fs.writeFileSync(gate, '');
		},
	});
	expect(second.outcome).toEqual({kind: 'gone', reason: 'waited'});
	expect(await first).toMatchObject({outcome: exited(0)});
	expect(fs.existsSync(path.join(directory, 'started'))).toBe(false);
	expect(await runJob(aJob(2), 'echo now')).toMatchObject({stdout: 'now\n'});
});

test('a job whose runner and script were killed is known to be gone', async () => {
	const {run: runJob} = await place();
	const {outcome, stdout} = await runJob(aJob(), 'echo before; sleep 0.5; kill -9 $$ $BASHPID', {});
	expect(outcome).toEqual({kind: 'gone', reason: 'killed'});
	expect(stdout).toBe('before\n');
});

test('a script whose runner was killed is waited for before it counts as gone', async () => {
	const {run: runJob, directory} = await place();
	const {outcome} = await runJob(aJob(), `kill -9 $$; sleep 1.5; touch ${directory}/reached`);
	expect(outcome).toEqual({kind: 'gone', reason: 'killed'});
	expect(fs.existsSync(path.join(directory, 'reached'))).toBe(true);
});

test('a job from before a restart is known to be gone, and is told with what it printed', async () => {
	const {run: runJob, fileOf, connection} = await place();
	const job = aJob();
	const leave = new AbortController();
	const stop = new AbortController();
	await runJob(job, 'echo before; sleep 75', {
		detachSignal: leave.signal,
		onOutput() {
			leave.abort();
		},
	});
	const start = fs.readFileSync(fileOf(job, 'start'), 'utf8');
	fs.writeFileSync(fileOf(job, 'start'), start.replace(/ [\w\-]+ /v, ' another-boot-id '));
	expect(await connection.jobs()).toMatchObject([{name: job.name, state: 'gone', isSeen: false}]);
	expect(await runJob(knownJob(job.name), '')).toEqual({outcome: {kind: 'gone', reason: 'reboot'}, stdout: 'before\n', stderr: ''});
	fs.writeFileSync(fileOf(job, 'start'), start);
	stop.abort();
	expect(await runJob(knownJob(job.name), '', {signal: stop.signal})).toMatchObject({outcome: {kind: 'cancelled'}});
});

test('a job that is not there is gone, and is not started', async () => {
	const {run: runJob, directory} = await place();
	expect(await runJob(knownJob('test.it-1-0-00000000'), `touch ${directory}/started`)).toMatchObject({outcome: {kind: 'gone', reason: 'absent'}});
	expect(fs.existsSync(path.join(directory, 'started'))).toBe(false);
});

test('the jobs of a place are listed with what they are, and the end that was heard is noted', async () => {
	const {run: runJob, connection} = await place();
	const [ended, running] = [aJob(0), aJob(1)];
	const leave = new AbortController();
	const stop = new AbortController();
	await runJob(ended, 'exit 3');
	expect(await connection.jobs()).toMatchObject([{
		step: 'test.it@infra-2', attempt: 1, index: 0, state: 'ended', isSeen: false,
	}]);
	await runJob(running, 'echo up; sleep 76', {
		detachSignal: leave.signal,
		onOutput() {
			leave.abort();
		},
	});
	const jobs = await connection.jobs();
	expect(Object.fromEntries(jobs.map(({index, state, isSeen}) => [index, [state, isSeen]]))).toEqual({0: ['ended', true], 1: ['running', false]});
	stop.abort();
	expect(await runJob(running, '', {signal: stop.signal})).toMatchObject({outcome: {kind: 'cancelled'}});
	expect(processes().filter(line => line.endsWith('sleep 76'))).toEqual([]);
});

test('where no files can be made the job runs nevertheless, and it is told', async () => {
	const {run: runJob, notes} = await place({knownHostsFile: '/proc/no-such-directory/known_hosts'});
	const job = aJob();
	expect(await runJob(job, 'echo ran; echo err >&2; exit 5')).toEqual({outcome: exited(5), stdout: 'ran\n', stderr: 'err\n'});
	expect(job.isUnkept).toBe(true);
	expect(notes).toContainEqual(expect.stringContaining('can\'t be found again'));
});

test('only the last jobs are kept', async () => {
	const {run: runJob, directory} = await place();
	for (let index = 0; index < 33; index++) {
		await runJob(aJob(index), 'true');
	}

	// What is too much goes after the end was told.
	await vi.waitFor(() => {
		const kept = fs.readdirSync(path.join(directory, 'lab', 'jobs')).map(name => identityOf(name)!.index);
		expect(kept).toHaveLength(30);
		expect(kept).toContain(32);
	}, 5000);
});

test('a job that was started in what is the future now is listed and followed all the same', async () => {
	const {connection, run: runJob, fileOf} = await place();
	const job = aJob();
	await runJob(job, 'echo out');
	const start = fs.readFileSync(fileOf(job, 'start'), 'utf8');
	fs.writeFileSync(fileOf(job, 'start'), start.replace(/^\d+/v, seconds => String(Number(seconds) + 86_400)));
	expect(await connection.jobs()).toMatchObject([{name: job.name, state: 'ended', secondsAgo: 0}]);
	expect(await runJob(knownJob(job.name), 'never run')).toEqual({outcome: exited(0), stdout: 'out\n', stderr: ''});
});

test('the end that was heard is told to the place, also where nothing more is run there', async () => {
	const {run: runJob, connection} = await place();
	await runJob(aJob(), 'exit 3');
	await vi.waitFor(async () => {
		expect(await connection.jobs()).toMatchObject([{state: 'ended', isSeen: true}]);
	}, 10_000);
	await runJob(aJob(1), 'true');
	await connection.tellHeard();
	const jobs = await connection.jobs();
	expect(jobs.map(({isSeen}) => isSeen)).toEqual([true, true]);
});
