import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {knownJob, newJob} from '../../../../source/connection/jobs/job.js';
import {remoteServer} from '../../../../source/shell/place.js';
import {type Sshd, startSshd} from '../../../stand-in/sshd.js';
import {canMakeUsers, makeUser} from '../../../stand-in/user.js';
import {exited, placesForTest, run} from '../helpers.js';

const aJob = (index = 0) => newJob({step: 'test.it', attempt: 1, index});

const server = (sshd: Sshd, user = sshd.user) => placesForTest({server: `${user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`], lockDirectory: '~/.lock-of-test'}).places;

const cut = (sshd: Sshd) => {
	for (const pid of sshd.serving()) {
		process.kill(pid, 'SIGKILL');
	}
};

const living = (pattern: RegExp) => execFileSync('ps', ['-A', '-o', 'stat=,args='], {encoding: 'utf8'}).split('\n').filter(line => !line.startsWith('Z') && pattern.test(line));

describe.skipIf(!canMakeUsers)('with users of this machine (needs root and sudo)', () => {
	test('a job whose connection is cut three times is heard whole, with nothing doubled', async () => {
		const sshd = await startSshd();
		const user = makeUser();
		const places = server(sshd, user);
		const job = aJob();
		// Each part waits until the connection on which it was heard has been cut.
		const listen = async (part: number) => run(await places.connect(remoteServer), 'for part in 0 1 2 3; do seq $((part * 10000)) $((part * 10000 + 9999)); until [ $part = 3 ] || [ -e gate$part ]; do sleep 0.05; done; done; echo end >&2', {
			job,
			onOutput() {
				if (part < 3) {
					cut(sshd);
				}
			},
		});
		const heard: Array<Awaited<ReturnType<typeof run>>> = [];
		for (const part of [0, 1, 2, 3]) {
			heard.push(await listen(part));
			fs.writeFileSync(`/home/${user}/gate${part}`, '');
		}

		expect(heard.map(({outcome}) => outcome.kind)).toEqual(['lost', 'lost', 'lost', 'exited']);
		expect(heard.map(({stdout}) => stdout).join('')).toBe(Array.from({length: 40_000}, (_, index) => `${index}\n`).join(''));
		expect(heard.map(({stderr}) => stderr).join('')).toBe('end\n');
	});

	test('sudo with a password works in a job after its wizard is gone, and the password is nowhere', async () => {
		const sshd = await startSshd();
		const password = String.raw`it's $ecret\ ${randomBytes(9).toString('hex')}`;
		const user = makeUser({password, sudoers: ['USER ALL=(ALL) ALL', 'Defaults:USER timestamp_timeout=0']});
		const {places} = placesForTest({
			server: `${user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`], lockDirectory: '~/.lock-of-test', answer: question => question.kind === 'host-key' ? 'yes' : password,
		});
		const job = aJob();
		const gate = `/home/${user}/gate`;
		const {outcome} = await run(await places.connect(remoteServer), `echo before; until [ -e ${gate} ]; do sleep 0.05; done; sudo id -u; echo 1 | xargs sudo echo`, {
			job,
			onOutput() {
				cut(sshd);
			},
		});
		expect(outcome.kind).toBe('lost');
		await places.close();
		expect(filesWith(password, [`/home/${user}`])).toEqual([]);
		fs.writeFileSync(gate, '');
		const other = server(sshd, user);
		expect(await run(await other.connect(remoteServer), '', {job: knownJob(job.name)})).toEqual({outcome: exited(0), stdout: 'before\n0\n1\n', stderr: ''});
		expect(execFileSync('find', ['/tmp', '-maxdepth', '1', '-name', '.dpu-wizard*', '-user', user], {encoding: 'utf8'})).toBe('');
	});

	test.each([['with a pty', 'use_pty'], ['without', '!use_pty']])('cancelling `sleep 600` under sudo leaves nothing in under two seconds, %s', async (_name, setting) => {
		const sshd = await startSshd();
		const user = makeUser({sudoers: ['USER ALL=(ALL) NOPASSWD: ALL', `Defaults:USER ${setting}`]});
		const controller = new AbortController();
		let cancelledAt = 0;
		const {outcome} = await run(await server(sshd, user).connect(remoteServer), 'echo up; sudo sleep 6001', {
			job: aJob(),
			signal: controller.signal,
			onOutput() {
				void vi.waitFor(() => {
					expect(living(/ sleep 6001$/v).length).toBeGreaterThan(1);
				}, {timeout: 20_000}).then(() => {
					cancelledAt = performance.now();
					controller.abort();
				});
			},
		});
		expect(outcome).toEqual({kind: 'cancelled'});
		expect(living(/sleep 6001$/v)).toEqual([]);
		expect(performance.now() - cancelledAt).toBeLessThan(2000);
	});

	test('a job that another wizard left is cancelled by its name', async () => {
		const sshd = await startSshd();
		const user = makeUser();
		const job = aJob();
		const leave = new AbortController();
		await run(await server(sshd, user).connect(remoteServer), 'echo up; sleep 6002', {
			job,
			detachSignal: leave.signal,
			onOutput() {
				leave.abort();
			},
		});
		const stop = AbortSignal.abort();
		expect(await run(await server(sshd, user).connect(remoteServer), '', {job: knownJob(job.name), signal: stop})).toMatchObject({outcome: {kind: 'cancelled'}});
		expect(living(/sleep 6002$/v)).toEqual([]);
	});

	test('a disk without room: the job runs to its end, and its lost output is told', async () => {
		const sshd = await startSshd();
		const user = makeUser();
		const home = `/home/${user}`;
		try {
			execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k,mode=0777', 'tmpfs', home], {stdio: 'ignore'});
		} catch {
			// Not every machine lets a test mount something.
			return;
		}

		try {
			const places = server(sshd, user);
			const {outcome} = await run(await places.connect(remoteServer), 'echo begun; head -c 1000000 /dev/zero; echo "$?" >/dev/null; exit 0', {job: aJob()});
			expect(outcome).toEqual({...exited(0), isDiskFull: true});
			const job = aJob(1);
			const second = await run(await places.connect(remoteServer), 'echo ran all the same', {job});
			expect(second).toMatchObject({outcome: {kind: 'exited', code: 0}});
			expect(job.isUnkept ? second.stdout : 'ran all the same\n').toBe('ran all the same\n');
			await places.close();
		} finally {
			execFileSync('umount', ['-l', home]);
		}
	});
});

function filesWith(text: string, directories: readonly string[]): readonly string[] {
	const files = directories.flatMap(directory => fs.readdirSync(directory, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name)));
	const ofProcesses = fs.readdirSync('/proc').filter(name => /^\d+$/v.test(name)).flatMap(pid => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
	return [...files, ...ofProcesses].filter(file => {
		try {
			return fs.readFileSync(file, 'latin1').includes(text);
		} catch {
			// A process that has ended in between.
			return false;
		}
	});
}
