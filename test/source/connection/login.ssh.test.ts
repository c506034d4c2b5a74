import {execFileSync, spawn} from 'node:child_process';
import {createServer} from 'node:net';
import process from 'node:process';
import ssh2 from 'ssh2';
import {expect, onTestFinished, test} from 'vitest';
import {PersonNeededError} from '../../../source/errors.js';
import {remoteServer} from '../../../source/shell/place.js';
import {freePort, makeKey, startSshd} from '../../stand-in/sshd.js';
import {
	exited,
	failure,
	placesForTest,
	run,
} from './helpers.js';

test('the passphrase of a key is asked for when the server wants that key, and again when it was wrong', async () => {
	const sshd = await startSshd();
	const {places, questions} = placesForTest({
		server: 'lab',
		config: ['Host lab', 'HostName 127.0.0.1', `Port ${sshd.port}`, `User ${sshd.user}`, `IdentityFile ${sshd.directory}/stranger`, `IdentityFile ${sshd.directory}/locked`],
		answer: question => question.kind === 'host-key' ? 'yes' : (question.attempt === 1 ? 'wrong' : 'right one'),
	});
	makeKey(`${sshd.directory}/stranger`, 'another');
	makeKey(`${sshd.directory}/locked`, 'right one');
	sshd.authorize(`${sshd.directory}/locked.pub`);
	const connection = await places.connect(remoteServer);
	expect(await run(connection, 'true')).toMatchObject({outcome: exited(0)});
	expect(questions.filter(question => question.kind === 'secret')).toEqual([1, 2].map(attempt => ({
		kind: 'secret', purpose: 'passphrase', prompt: `Passphrase of ${sshd.directory}/locked`, isEchoed: false, attempt,
	})));
});

test('an encrypted key without its .pub file works too', async () => {
	const sshd = await startSshd();
	makeKey(`${sshd.directory}/locked`, 'right one');
	sshd.authorize(`${sshd.directory}/locked.pub`);
	execFileSync('rm', [`${sshd.directory}/locked.pub`]);
	const {places} = placesForTest({
		server: `${sshd.user}@127.0.0.1:${sshd.port}`,
		config: [`IdentityFile ${sshd.directory}/locked`],
		answer: question => question.kind === 'host-key' ? 'yes' : 'right one',
	});
	await places.connect(remoteServer);
});

test('a key that stays locked needs a person', async () => {
	const sshd = await startSshd();
	makeKey(`${sshd.directory}/locked`, 'right one');
	sshd.authorize(`${sshd.directory}/locked.pub`);
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.directory}/locked`]});
	expect(await failure(places.connect(remoteServer))).toBeInstanceOf(PersonNeededError);
});

test.each(['ed25519', 'rsa', 'ecdsa'])('a key of type %s in an agent is used', async type => {
	const sshd = await startSshd();
	makeKey(`${sshd.directory}/mine`, '', type);
	sshd.authorize(`${sshd.directory}/mine.pub`);
	const socket = `${sshd.directory}/agent`;
	const agent = spawn('ssh-agent', ['-D', '-a', socket], {stdio: ['ignore', 'pipe', 'inherit']});
	onTestFinished(() => {
		agent.kill();
	});
	await new Promise(resolve => {
		agent.stdout.once('data', resolve);
	});
	const environment = {...process.env, SSH_AUTH_SOCK: socket};
	execFileSync('ssh-add', ['-q', `${sshd.directory}/mine`], {env: environment});
	execFileSync('rm', [`${sshd.directory}/mine`]);
	const {places, questions} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, environment, config: ['IdentityFile none']});
	expect(await run(await places.connect(remoteServer), 'echo in')).toMatchObject({stdout: 'in\n'});
	expect(questions.filter(question => question.kind === 'secret')).toEqual([]);
});

test.each(['rsa', 'ecdsa'])('a key file of type %s is used', async type => {
	const sshd = await startSshd();
	makeKey(`${sshd.directory}/mine`, '', type);
	sshd.authorize(`${sshd.directory}/mine.pub`);
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.directory}/mine`]});
	await places.connect(remoteServer);
});

test('an alias with another port, reached through two jumps, works', async () => {
	const [first, second, last] = [await startSshd(), await startSshd(), await startSshd()];
	const {places, questions} = placesForTest({
		server: 'lab',
		config:
			['first', 'second', 'lab'].flatMap((name, index) => [
				`Host ${name}`, 'HostName 127.0.0.1', `Port ${[first, second, last][index]!.port}`, `User ${last.user}`, `IdentityFile ${[first, second, last][index]!.keyFile}`, ...(name === 'lab' ? ['ProxyJump first,second'] : []),
			]),
	});
	const connection = await places.connect(remoteServer);
	const {stdout} = await run(connection, 'echo $SSH_CONNECTION');
	expect(stdout.trim().split(' ', 4)[3]).toBe(String(last.port));
	expect(questions).toHaveLength(3);
	expect(first.serving()).not.toEqual([]);
	expect(second.serving()).not.toEqual([]);
});

test('a jump that does not work is the one that is named', async () => {
	const sshd = await startSshd();
	const {places} = placesForTest({server: 'lab', config: ['Host lab', 'HostName 127.0.0.1', `Port ${sshd.port}`, `ProxyJump gate:${await freePort()}`, 'Host gate', 'HostName 127.0.0.1']});
	const error = await failure(places.connect(remoteServer));
	expect(error.hop).toBe('gate');
	expect(error.message).toContain('refused the connection');
});

test('a ProxyJump in a circle is refused', async () => {
	const {places} = placesForTest({server: 'one', config: ['Host one', 'ProxyJump two', 'Host two', 'ProxyJump one']});
	const {message} = await failure(places.connect(remoteServer));
	expect(message).toContain('circle');
});

test('a login that is refused tells what was tried', async () => {
	const sshd = await startSshd();
	makeKey(`${sshd.directory}/stranger`);
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.directory}/stranger`]});
	const error = await failure(places.connect(remoteServer));
	expect(error.message).toContain(`tried: key ${sshd.directory}/stranger`);
});

test('a failure is not kept: the next connect tries again', async () => {
	const sshd = await startSshd();
	makeKey(`${sshd.directory}/late`);
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.directory}/late`]});
	await failure(places.connect(remoteServer));
	sshd.authorize(`${sshd.directory}/late.pub`);
	await places.connect(remoteServer);
});

test('a name that does not exist is said to be one', async () => {
	const {places} = placesForTest({server: 'no-such-host.invalid'});
	const {message} = await failure(places.connect(remoteServer));
	expect(message).toContain('can\'t be resolved');
});

test('a server that accepts and never answers is given up after ConnectTimeout', async () => {
	const silent = createServer().listen(0, '127.0.0.1');
	onTestFinished(() => {
		silent.close();
	});
	await new Promise(resolve => {
		silent.once('listening', resolve);
	});
	const address = silent.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const {places} = placesForTest({server: `127.0.0.1:${port}`, config: ['ConnectTimeout 1']});
	const {message} = await failure(places.connect(remoteServer));
	expect(message).toContain('did not answer within 1 s');
});

// The sshd of a test can't use PAM, so passwords are checked by a server in this process.
async function passwordServer(methods: readonly ssh2.AuthenticationType[], isRight: (context: ssh2.AuthContext) => boolean): Promise<number> {
	const {private: hostKey} = ssh2.utils.generateKeyPairSync('ed25519');
	const server = new ssh2.Server({hostKeys: [hostKey]}, client => {
		client.on('authentication', context => {
			if (context.method === 'keyboard-interactive') {
				context.prompt([{prompt: 'Token: ', echo: true}, {prompt: 'PIN: ', echo: false}], answers => {
					if (answers.join(',') === '123,right') {
						context.accept();
					} else {
						context.reject([...methods]);
					}
				});
			} else if (isRight(context)) {
				context.accept();
			} else {
				context.reject([...methods]);
			}
		});
		client.on('error', () => undefined);
	});
	onTestFinished(() => {
		server.close();
	});
	return new Promise(resolve => {
		server.listen(0, '127.0.0.1', () => {
			resolve((server.address() as {port: number}).port);
		});
	});
}

test('a password is asked for, and again when it was wrong', async () => {
	const port = await passwordServer(['password'], context => context.method === 'password' && context.password === 'right');
	const {places, questions} = placesForTest({
		server: `me@127.0.0.1:${port}`,
		answer: question => question.kind === 'host-key' ? 'yes' : (question.attempt === 1 ? 'wrong' : 'right'),
	});
	await places.connect(remoteServer);
	expect(questions.slice(1)).toEqual([1, 2].map(attempt => ({
		kind: 'secret', purpose: 'password', prompt: 'Password of me@127.0.0.1', isEchoed: false, attempt,
	})));
});

test('keyboard-interactive questions are asked one by one, shown while typed where the server says so', async () => {
	const port = await passwordServer(['keyboard-interactive'], () => false);
	const {places, questions} = placesForTest({
		server: `me@127.0.0.1:${port}`,
		answer: question => question.kind === 'host-key' ? 'yes' : (question.isEchoed ? '123' : 'right'),
	});
	await places.connect(remoteServer);
	expect(questions.slice(1)).toEqual([
		{
			kind: 'secret', purpose: 'keyboard-interactive', prompt: 'Token: ', isEchoed: true, attempt: 1,
		},
		{
			kind: 'secret', purpose: 'keyboard-interactive', prompt: 'PIN: ', isEchoed: false, attempt: 1,
		},
	]);
});
