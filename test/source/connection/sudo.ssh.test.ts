import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import type {Question} from '../../../source/connection/connection.js';
import {newJob} from '../../../source/connection/jobs/job.js';
import {PersonNeededError, PlaceError} from '../../../source/errors.js';
import {remoteServer} from '../../../source/shell/place.js';
import {startSshd} from '../../stand-in/sshd.js';
import {canMakeUsers, makeUser, type UserOptions} from '../../stand-in/user.js';
import {exited, placesForTest, run} from './helpers.js';

async function loginAs(options: UserOptions, answer: (question: Question) => string | undefined = () => undefined) {
	const user = makeUser(options);
	const sshd = await startSshd();
	const {places, questions} = placesForTest({
		server: `${user}@127.0.0.1:${sshd.port}`,
		config: [`IdentityFile ${sshd.keyFile}`],
		lockDirectory: '~/.lock',
		answer: question => question.kind === 'host-key' ? 'yes' : answer(question),
	});
	return {
		user, sshd, places, connection: await places.connect(remoteServer), questions: () => questions.filter(question => question.kind === 'secret'),
	};
}

const filesIn = (directory: string): string[] => fs.readdirSync(directory, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));

function holds(file: string, text: string): boolean {
	try {
		return fs.readFileSync(file, 'latin1').includes(text);
	} catch {
		// A process that has ended in between.
		return false;
	}
}

// Made anew at each run: a checkout of this file must not hold what is searched for on the disk.
const withPassword = {password: String.raw`it's a $ecret\ ${randomBytes(9).toString('hex')}`, sudoers: ['USER ALL=(ALL) ALL', 'Defaults:USER timestamp_timeout=0']};

test('root needs no sudo, and may have none', async () => {
	const sshd = await startSshd({config: ['SetEnv PATH=/nowhere']});
	const {places, questions} = placesForTest({server: `root@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`]});
	const connection = await places.connect(remoteServer).catch((error: unknown) => error as Error);
	expect(connection).not.toBeInstanceOf(Error);
	expect(questions).toHaveLength(1);
});

describe.skipIf(!canMakeUsers)('with users of this machine (needs root and sudo)', () => {
	test('a wrong sudo password is asked for again, the right one is kept', async () => {
		const {connection, questions} = await loginAs(withPassword, question => question.kind === 'secret' && question.attempt === 1 ? 'wrong' : withPassword.password);
		expect(await run(connection, 'sudo id -u')).toEqual({outcome: exited(0), stdout: '0\n', stderr: ''});
		expect(await run(connection, 'sudo id -u')).toMatchObject({stdout: '0\n'});
		expect(questions()).toMatchObject([{purpose: 'sudo', attempt: 1}, {purpose: 'sudo', attempt: 2}]);
	});

	test('what is asked before and after a job is root where it says sudo, and leaves nothing behind', async () => {
		const {user, connection} = await loginAs(withPassword, () => withPassword.password);
		const told: string[] = [];
		const words: Uint8Array[] = [];
		const {outcome, stdout} = await run(connection, 'sudo id -un', {
			job: newJob({step: 'test.it', attempt: 1, index: 0}),
			looks: {
				probe: 'sudo id -u; echo "$SUDO_ASKPASS"; false',
				times: ['before', 'after'],
				onBegun: () => undefined,
				onOutput(chunk) {
					words.push(Uint8Array.from(chunk));
				},
				onEnded(time, status) {
					told.push(`${time} ${status}`);
				},
			},
		});
		expect(outcome).toEqual(exited(0));
		expect(stdout).toBe('root\n');
		expect(told).toEqual(['before 1', 'after 1']);
		expect(Buffer.concat(words).toString()).toBe('0\n\n0\n\n');
		await vi.waitFor(() => {
			expect(fs.readdirSync('/tmp').filter(name => name.startsWith('.dpu-wizard.') && fs.statSync(path.join('/tmp', name)).uid === Number(execFileSync('id', ['-u', user], {encoding: 'utf8'})))).toEqual([]);
		});
	});

	test('sudo works as it is typed: in pipes, in $(...), with a heredoc, below other programs', async () => {
		const {connection} = await loginAs(withPassword, () => withPassword.password);
		const {stdout, stderr} = await run(connection, `
			set -e
			echo "1 $(sudo id -u)"
			sudo cat <<'EOF'
2 heredoc
EOF
			echo 3 pipe | sudo cat
			sudo echo 4 | sudo cat | sudo cat | sudo cat
			bash -c 'sudo echo 5'; sh -c 'sudo echo 6'; echo 7 | xargs sudo echo; timeout 10 sudo echo 8
			(sudo echo 9) & wait
			for i in 1 2 3 4 5 6 7 8; do sudo true & done; wait
			sudo -u nobody id -un
			sudo A='10 =' env | grep ^A
		`);
		expect(stderr).toBe('');
		expect(stdout).toBe('1 0\n2 heredoc\n3 pipe\n4\n5\n6\n7\n8\n9\nnobody\nA=10 =\n');
	});

	test('the password is in no argument, no environment and no file, and nothing of it is left behind', async () => {
		const {connection, user} = await loginAs(withPassword, () => withPassword.password);
		const found: string[] = [];
		const controller = new AbortController();
		await connection.execute('sudo echo up; sudo bash -c "echo up; exec sleep 67"', {
			signal: controller.signal,
			onOutput() {
				const places = [...fs.readdirSync('/proc').filter(name => /^\d+$/v.test(name)).flatMap(pid => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]), ...filesIn('/tmp'), ...filesIn(`/home/${user}`)];
				found.push(...places.filter(file => holds(file, withPassword.password)));
				controller.abort();
			},
		});
		expect(found).toEqual([]);
		expect(await run(connection, 'find /tmp -maxdepth 1 -name ".dpu-wizard*" -user "$(id -u)"')).toMatchObject({stdout: ''});
	});

	test('the search for the password would find it', async () => {
		const {user} = await loginAs(withPassword);
		fs.writeFileSync(`/home/${user}/leak`, `.${withPassword.password}.`);
		expect(filesIn(`/home/${user}`).filter(file => holds(file, withPassword.password))).toEqual([`/home/${user}/leak`]);
	});

	test('three wrong passwords are the end, and each costs one try', async () => {
		const {connection, questions} = await loginAs(withPassword, () => 'wrong');
		await expect(connection.execute('sudo true')).rejects.toThrow(PlaceError);
		expect(questions()).toHaveLength(3);
	});

	test('nobody to type the password means that a person is needed', async () => {
		const {connection} = await loginAs(withPassword);
		await expect(connection.execute('sudo true')).rejects.toThrow(PersonNeededError);
		expect(await run(connection, 'echo without')).toMatchObject({stdout: 'without\n'});
	});

	test('a user who may not use sudo is told so', async () => {
		const {connection} = await loginAs({password: 'right'}, () => 'right');
		await expect(connection.execute('sudo true')).rejects.toThrow(/not in the sudoers/v);
	});

	test('a user who may use sudo without a password is not asked', async () => {
		const {connection, questions} = await loginAs({sudoers: ['USER ALL=(ALL) NOPASSWD: ALL']});
		expect(await run(connection, 'sudo id -u; echo x | sudo cat; bash -c "sudo id -u"')).toEqual({outcome: exited(0), stdout: '0\nx\n0\n', stderr: ''});
		expect(questions()).toEqual([]);
	});

	test('a password for some commands only works for all', async () => {
		const {connection} = await loginAs({password: 'right', sudoers: ['USER ALL=(ALL) ALL', 'USER ALL=(ALL) NOPASSWD: /usr/bin/id']}, () => 'right');
		expect(await run(connection, 'sudo id -u; sudo whoami')).toEqual({outcome: exited(0), stdout: '0\nroot\n', stderr: ''});
	});

	test.each([['with a pty', ['Defaults:USER use_pty']], ['without', ['Defaults:USER !use_pty']]])('cancelling ends what runs under sudo, %s', async (_name, defaults) => {
		const {connection, sshd} = await loginAs({...withPassword, sudoers: [...withPassword.sudoers, ...defaults]}, () => withPassword.password);
		const controller = new AbortController();
		const {outcome} = await run(connection, 'sudo bash -c \'echo started; trap "" TERM; sleep 65; exec sleep 66\'', {
			signal: controller.signal,
			isExclusive: true,
			onOutput() {
				controller.abort();
			},
		});
		expect(outcome).toEqual({kind: 'cancelled'});
		expect(execFileSync('ps', ['-A', '-o', 'stat=,args='], {encoding: 'utf8'}).split('\n').filter(line => /^[^Z].*sleep 6[56]$/v.test(line))).toEqual([]);
		expect(sshd.serving()).not.toEqual([]);
	});

	test.each(['/usr/bin/fish', '/usr/bin/tcsh', '/bin/dash', '/usr/bin/zsh', '/bin/sh', '/bin/bash'].filter(shell => fs.existsSync(shell)))('a login with %s as its shell works', async shell => {
		const {connection, user} = await loginAs({...withPassword, shell}, () => withPassword.password);
		fs.writeFileSync(`/home/${user}/.bashrc`, 'echo noise of a startup file; echo more noise >&2\n');
		expect(await run(connection, 'echo "it\'s $BASH_VERSION" | cut -d " " -f 1; sudo id -u', {isExclusive: true})).toEqual({outcome: exited(0), stdout: 'it\'s\n0\n', stderr: ''});
	});

	test('a login that may not run commands is told apart', async () => {
		const {connection} = await loginAs({shell: '/usr/sbin/nologin'});
		await expect(connection.execute('true')).rejects.toThrow(/bash could not be started at remote server: This account/v);
	});
});
