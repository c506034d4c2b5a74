import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import process from 'node:process';
import {expect, test, vi} from 'vitest';
import {remoteServer} from '../../../source/shell/place.js';
import {type Sshd, startSshd} from '../../stand-in/sshd.js';
import {exited, placesForTest, run} from './helpers.js';

const connect = async (sshd: Sshd) => {
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`]});
	return {places, connection: await places.connect(remoteServer)};
};

test('a script runs on the server like on this machine', async () => {
	const {connection} = await connect(await startSshd());
	expect(await run(connection, 'echo out; echo err >&2; cat; exit 3')).toEqual({outcome: exited(3), stdout: 'out\n', stderr: 'err\n'});
});

test('twelve scripts at once all run, on a server that allows ten sessions', async () => {
	const {connection} = await connect(await startSshd());
	const all = await Promise.all(Array.from({length: 12}, async (_, index) => run(connection, `sleep 0.2; echo ${index}`)));
	expect(all.map(({stdout}) => stdout)).toEqual(Array.from({length: 12}, (_, index) => `${index}\n`));
});

test('ten scripts that wait keep no other from running', async () => {
	const sshd = await startSshd();
	const {places, connection} = await connect(sshd);
	const file = `${sshd.directory}/go`;
	const waiting = Array.from({length: 10}, async (_, index) => run(connection, `until test -e ${file}; do sleep 0.1; done; echo ${index}`));
	expect(await run(connection, `echo through; touch ${file}`)).toMatchObject({stdout: 'through\n'});
	const all = await Promise.all(waiting);
	expect(all.map(({stdout}) => stdout)).toEqual(Array.from({length: 10}, (_, index) => `${index}\n`));
	await places.close();
	await vi.waitUntil(() => sshd.serving().length === 0, {timeout: 15_000});
});

test('scripts also run on a server that allows one session at a time', async () => {
	const {connection} = await connect(await startSshd({config: ['MaxSessions 1']}));
	const all = await Promise.all([1, 2, 3].map(async index => run(connection, `echo ${index}`)));
	expect(all.map(({stdout}) => stdout)).toEqual(['1\n', '2\n', '3\n']);
});

test('300,000 lines and binary output come byte by byte', async () => {
	const sshd = await startSshd();
	const {connection} = await connect(sshd);
	const hash = createHash('md5');
	const file = `${sshd.directory}/output`;
	const outcome = await connection.execute(`{ seq 300000; head -c 3000000 /dev/urandom; } | tee ${file}`, {
		onOutput(_stream, chunk) {
			hash.update(chunk);
		},
	});
	expect(outcome).toEqual(exited(0));
	expect(hash.digest('hex')).toBe(createHash('md5').update(fs.readFileSync(file)).digest('hex'));
});

test('output comes while the script runs', async () => {
	const {connection} = await connect(await startSshd());
	const controller = new AbortController();
	const {stdout, outcome} = await run(connection, 'echo first; sleep 6047', {
		signal: controller.signal,
		onOutput() {
			controller.abort();
		},
	});
	expect(stdout).toBe('first\n');
	expect(outcome).toEqual({kind: 'cancelled'});
	expect(execFileSync('ps', ['-A', '-o', 'args='], {encoding: 'utf8'})).not.toMatch(/^sleep 6047$/mv);
});

test('a script of a megabyte runs on the server', async () => {
	const {connection} = await connect(await startSshd());
	expect(await run(connection, `v='${'x'.repeat(1_000_000)}'; echo \${#v}`)).toEqual({outcome: exited(0), stdout: '1000000\n', stderr: ''});
});

test('a connection that breaks in the middle is lost, the script goes on to its end, and the next connect works', async () => {
	const sshd = await startSshd();
	const {places, connection} = await connect(sshd);
	const done = `${sshd.directory}/done`;
	const outcome = await connection.execute(`set -e; echo started; sleep 1; seq 100000; seq 100000 >&2; for i in {1..20000}; do echo $i; done; touch ${done}`, {
		onOutput() {
			for (const pid of sshd.serving()) {
				process.kill(pid, 'SIGKILL');
			}
		},
	});
	expect(outcome).toMatchObject({kind: 'lost'});
	const again = await places.connect(remoteServer);
	expect(again).not.toBe(connection);
	expect(await run(again, `until [ -e ${done} ]; do sleep 0.1; done; echo it went on`)).toMatchObject({stdout: 'it went on\n'});
});

test('an exclusive script waits for one whose connection broke', async () => {
	const sshd = await startSshd();
	const {places, connection} = await connect(sshd);
	const file = `${sshd.directory}/log`;
	const {outcome} = await run(connection, `echo started; until [ -e ${file}.gate ]; do sleep 0.05; done; echo first >>${file}`, {
		isExclusive: true,
		onOutput() {
			for (const pid of sshd.serving()) {
				process.kill(pid, 'SIGKILL');
			}
		},
	});
	expect(outcome.kind).toBe('lost');
	let waits = 0;
	const second = await run(await places.connect(remoteServer), `echo second >>${file}; cat ${file}`, {
		isExclusive: true,
		onWaiting() {
			waits++;
			fs.writeFileSync(`${file}.gate`, '');
		},
	});
	expect(second.stdout).toBe('first\nsecond\n');
	expect(waits).toBeGreaterThan(0);
});

test('a script on a connection that is gone already is lost and says that it was not started', async () => {
	const sshd = await startSshd();
	const {connection} = await connect(sshd);
	await sshd.stop();
	expect(await run(connection, 'echo started')).toMatchObject({outcome: {kind: 'lost'}, stdout: ''});
});

test('places that are wanted at the same time are connected once', async () => {
	const sshd = await startSshd();
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`]});
	const connections = await Promise.all([1, 2, 3].map(async () => places.connect(remoteServer)));
	expect(new Set(connections).size).toBe(1);
});
