import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {expect, test} from 'vitest';
import {newJob} from '../../../source/connection/jobs/job.js';
import {PlaceError} from '../../../source/errors.js';
import {onNode, remoteServer} from '../../../source/shell/place.js';
import {freePort, makeKey, startSshd} from '../../stand-in/sshd.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';
import {
	exited,
	failure,
	placesForTest,
	type PlacesForTestOptions,
	run,
} from './helpers.js';

/**
A server and a node behind it. What the wizard keeps on the server lies in `lab`.
*/
async function labOfTwo(options: PlacesForTestOptions = {}) {
	const [server, node] = [await startSshd(), await startSshd()];
	const lab = temporaryDirectory();
	fs.copyFileSync(node.keyFile, path.join(lab, 'id'));
	fs.writeFileSync(path.join(lab, 'infra-2.pub'), `${node.hostKey} made by the wizard\n`);
	const made = placesForTest({
		server: `${server.user}@127.0.0.1:${server.port}`,
		config: [`IdentityFile ${server.keyFile}`],
		nodes: name => name === 'infra-2' ? {address: '127.0.0.1', port: node.port, user: node.user} : undefined,
		nodeKeyPath: path.join(lab, 'id'),
		hostKeyDirectory: lab,
		...options,
	});
	return {
		...made, server, node, lab, pins: path.join(made.directory, 'lab', 'known_hosts'),
	};
}

const infra2 = onNode('infra-2');

test('a node is reached through the server, and its host key is pinned without asking', async () => {
	const {places, node, pins, questions} = await labOfTwo();
	const connection = await places.connect(infra2);
	const {stdout} = await run(connection, 'echo $SSH_CONNECTION');
	expect(stdout.trim().split(' ', 4)[3]).toBe(String(node.port));
	expect(fs.readFileSync(pins, 'utf8')).toBe(`infra-2 ${node.hostKey}\n`);
	expect(fs.statSync(pins).mode).toBe(0o10_0600);
	expect(questions.map(question => question.kind)).toEqual(['host-key']);
});

test('without a server between, on the server itself, a node is reached too', async () => {
	const {places} = await labOfTwo({server: 'this-host'});
	expect(await run(await places.connect(infra2), 'echo in', {isExclusive: true})).toEqual({outcome: exited(0), stdout: 'in\n', stderr: ''});
	expect(await run(await places.connect(remoteServer), 'echo here')).toMatchObject({stdout: 'here\n'});
});

test('a node that was made anew is pinned again, because the server\'s file says so', async () => {
	const {places, node, pins, directory} = await labOfTwo();
	makeKey(`${directory}/old`);
	fs.mkdirSync(path.dirname(pins));
	fs.writeFileSync(pins, `tenant-2 ssh-ed25519 AAAA\ninfra-2 ${fs.readFileSync(`${directory}/old.pub`, 'utf8')}`);
	await places.connect(infra2);
	expect(fs.readFileSync(pins, 'utf8')).toBe(`tenant-2 ssh-ed25519 AAAA\ninfra-2 ${node.hostKey}\n`);
});

test('a machine that is not the node is refused, and nothing is pinned', async () => {
	const {places, lab, pins, directory} = await labOfTwo();
	makeKey(`${directory}/other`);
	fs.copyFileSync(`${directory}/other.pub`, path.join(lab, 'infra-2.pub'));
	const error = await failure(places.connect(infra2));
	expect(error).toBeInstanceOf(PlaceError);
	expect(error.message).toMatch(/^infra-2 shows the host key SHA256:/v);
	expect(error.advice.join('\n')).toContain(pins);
	expect(fs.existsSync(pins)).toBe(false);
});

test('a node whose seed has not been made says which step is missing', async () => {
	const {places, lab} = await labOfTwo();
	fs.rmSync(path.join(lab, 'infra-2.pub'));
	const first = await failure(places.connect(infra2));
	expect(first.message).toContain('has not been made yet');
	fs.rmSync(path.join(lab, 'id'));
	const second = placesForTest({server: 'this-host', nodeKeyPath: path.join(lab, 'id'), nodes: () => ({address: '127.0.0.1', user: 'root'})});
	const {message} = await failure(second.places.connect(infra2));
	expect(message).toContain('The key for the nodes is not on the server');
});

test.each([['through a server', {}], ['on the server', {server: 'this-host'}]])('a node that does not listen is the one that is named, %s', async (_name, options) => {
	const port = await freePort();
	const {places} = await labOfTwo({...options, nodes: () => ({address: '127.0.0.1', port, user: 'root'})});
	const error = await failure(places.connect(infra2));
	expect(error).toBeInstanceOf(PlaceError);
	expect(error.hop).toBe('infra-2');
	expect(error.message).toMatch(/refused/v);
});

test('a name that is no node is refused', async () => {
	const {places} = await labOfTwo();
	const {message} = await failure(places.connect(onNode('infra-9')));
	expect(message).toBe('There is no node infra-9 in this lab');
});

test('a node that restarts is lost, and reached again', async () => {
	const {places, node} = await labOfTwo();
	const {outcome} = await run(await places.connect(infra2), 'echo up; sleep 5', {
		onOutput() {
			for (const pid of node.serving()) {
				process.kill(pid, 'SIGKILL');
			}
		},
	});
	expect(outcome.kind).toBe('lost');
	expect(await run(await places.connect(infra2), 'echo again')).toMatchObject({stdout: 'again\n'});
});

test('a server that is lost takes its nodes with it, and both are reached again', async () => {
	const {places, server} = await labOfTwo();
	const {outcome} = await run(await places.connect(infra2), 'echo up; sleep 5', {
		onOutput() {
			for (const pid of server.serving()) {
				process.kill(pid, 'SIGKILL');
			}
		},
	});
	expect(outcome.kind).toBe('lost');
	expect(await run(await places.connect(infra2), 'echo again')).toMatchObject({stdout: 'again\n'});
});

test.each([['the server', remoteServer, 'server'], ['a node', infra2, 'node']] as const)('the terminal at %s is one there', async (_name, place, which) => {
	const lab = await labOfTwo();
	await lab.places.connect(infra2);
	const [file, ...argv] = await lab.places.terminal(place);
	const said = execFileSync(file!, argv, {input: 'echo "port: $SSH_CONNECTION"\nexit\n', encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore']});
	expect(/port: (?:\S+ ){3}(?<port>\d+)/v.exec(said)?.groups!.port).toBe(String(lab[which].port));
});

test('the terminal on a node refuses another machine', async () => {
	const lab = await labOfTwo({server: 'this-host'});
	makeKey(`${lab.directory}/other`);
	fs.copyFileSync(`${lab.directory}/other.pub`, path.join(lab.lab, 'infra-2.pub'));
	const [file, ...argv] = await lab.places.terminal(infra2);
	expect(() => execFileSync(file!, argv, {input: 'echo in\n', encoding: 'utf8', stdio: 'pipe'})).toThrow(/Host key verification failed/v);
});

test('cancelling a long sleep under sudo on a node behind the server leaves no process, in under two seconds', async () => {
	const {places} = await labOfTwo();
	const connection = await places.connect(infra2);
	const stop = new AbortController();
	const ofSleep = () => execFileSync('ps', ['-A', '-o', 'stat=,args='], {encoding: 'utf8'}).split('\n').filter(line => !line.startsWith('Z') && line.includes('sleep 6473'));
	let cancelledAt = 0;
	const {outcome} = await run(connection, 'sudo sh -c "echo begun; exec sleep 6473"', {
		job: newJob({step: 'test.it@infra-2', attempt: 1, index: 0}),
		signal: stop.signal,
		onOutput() {
			cancelledAt = performance.now();
			stop.abort();
		},
	});
	expect(performance.now() - cancelledAt).toBeLessThan(2000);
	expect(outcome).toEqual({kind: 'cancelled'});
	expect(ofSleep()).toEqual([]);
});
