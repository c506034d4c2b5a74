import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';
import {PersonNeededError} from '../../../source/errors.js';
import {onNode, remoteServer} from '../../../source/shell/place.js';
import {makeKey, type Sshd, startSshd} from '../../stand-in/sshd.js';
import {
	exited,
	failure,
	placesForTest,
	type PlacesForTestOptions,
	run,
} from './helpers.js';

// Only the system's ssh can use a ProxyCommand.
const behindCommand = (sshd: Sshd, options: PlacesForTestOptions = {}, keyFile = sshd.keyFile) => placesForTest({
	server: 'lab',
	config: ['Host lab', 'HostName 127.0.0.1', `Port ${sshd.port}`, `User ${sshd.user}`, `IdentityFile ${keyFile}`, 'ProxyCommand bash -c \'exec 3<>/dev/tcp/%h/%p; cat <&3 & exec cat >&3\''],
	...options,
});

test('a server behind a ProxyCommand is reached, its new host key is asked for', async () => {
	const sshd = await startSshd();
	const {places, questions, userKnownHosts} = behindCommand(sshd);
	fs.mkdirSync(path.dirname(userKnownHosts));
	const connection = await places.connect(remoteServer);
	expect(await run(connection, 'echo out; echo err >&2; cat; exit 3')).toEqual({outcome: exited(3), stdout: 'out\n', stderr: 'err\n'});
	const print = execFileSync('ssh-keygen', ['-l', '-f', `${sshd.directory}/host.pub`], {encoding: 'utf8'}).split(' ', 2)[1];
	expect(questions).toEqual([{
		kind: 'host-key', host: `[127.0.0.1]:${sshd.port}`, keyType: 'ssh-ed25519', fingerprint: print,
	}]);
	expect(fs.readFileSync(userKnownHosts, 'utf8')).toContain(sshd.hostKey);
});

test('a certificate is used', async () => {
	const sshd = await startSshd();
	const authority = `${sshd.directory}/authority`;
	makeKey(authority);
	makeKey(`${sshd.directory}/mine`);
	execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'me', '-n', sshd.user, `${sshd.directory}/mine.pub`]);
	fs.appendFileSync(`${sshd.directory}/authorized_keys`, `cert-authority ${fs.readFileSync(`${authority}.pub`, 'utf8')}`);
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.directory}/mine`]});
	expect(await run(await places.connect(remoteServer), 'echo in')).toMatchObject({stdout: 'in\n'});
});

test('a server whose key exchange ssh2 does not know is reached all the same', async () => {
	const sshd = await startSshd({config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com']});
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`]});
	expect(await run(await places.connect(remoteServer), 'echo in')).toMatchObject({stdout: 'in\n'});
});

test('the passphrase is asked for, and again when it was wrong', async () => {
	const sshd = await startSshd();
	makeKey(`${sshd.directory}/locked`, 'right one');
	sshd.authorize(`${sshd.directory}/locked.pub`);
	const {places, questions} = behindCommand(sshd, {answer: question => question.kind === 'host-key' ? 'yes' : (question.attempt === 1 ? 'wrong' : 'right one')}, `${sshd.directory}/locked`);
	await places.connect(remoteServer);
	expect(questions.slice(1)).toMatchObject([{purpose: 'passphrase', attempt: 1}, {purpose: 'passphrase', attempt: 2}]);
});

test('with nobody to ask, a person is needed', async () => {
	const {places} = behindCommand(await startSshd(), {answer: () => undefined});
	expect(await failure(places.connect(remoteServer))).toBeInstanceOf(PersonNeededError);
});

test('a changed host key is refused with the file and the line', async () => {
	const sshd = await startSshd();
	const {places, userKnownHosts, directory} = behindCommand(sshd);
	makeKey(`${directory}/other`);
	fs.mkdirSync(path.dirname(userKnownHosts));
	fs.writeFileSync(userKnownHosts, `[127.0.0.1]:${sshd.port} ${fs.readFileSync(`${directory}/other.pub`, 'utf8')}`);
	const error = await failure(places.connect(remoteServer));
	expect(error.message).toContain(`${userKnownHosts}, line 1`);
	expect(error.advice.join('\n')).toContain('ssh-keygen');
});

test('a connection that breaks is lost and made again; cancelling ends what runs', async () => {
	const sshd = await startSshd();
	const {places} = behindCommand(sshd);
	const {outcome} = await run(await places.connect(remoteServer), 'echo up; sleep 3', {
		onOutput() {
			for (const pid of sshd.serving()) {
				process.kill(pid, 'SIGKILL');
			}
		},
	});
	expect(outcome.kind).toBe('lost');
	const controller = new AbortController();
	const again = await run(await places.connect(remoteServer), 'echo up; sleep 68', {
		signal: controller.signal,
		onOutput() {
			controller.abort();
		},
	});
	expect(again.outcome).toEqual({kind: 'cancelled'});
	expect(execFileSync('ps', ['-A', '-o', 'args='], {encoding: 'utf8'})).not.toMatch(/^sleep 68$/mv);
});

test('a node behind such a server is reached through it, and nothing stays behind when places are closed', async () => {
	const [server, node] = [await startSshd(), await startSshd()];
	fs.writeFileSync(`${node.directory}/infra-2.pub`, node.hostKey);
	const {places} = behindCommand(server, {nodeKeyPath: node.keyFile, hostKeyDirectory: node.directory, nodes: () => ({address: '127.0.0.1', port: node.port, user: node.user})});
	const {stdout} = await run(await places.connect(onNode('infra-2')), 'echo $SSH_CONNECTION; seq 100000');
	expect(stdout.split(/\s/v, 4)[3]).toBe(String(node.port));
	expect(stdout.length).toBeGreaterThan(588_895);
});
