import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test, vi} from 'vitest';
import {holdLab, lockLab} from '../../../source/run/lab-lock.js';
import {remoteServer} from '../../../source/shell/place.js';
import {startSshd} from '../../stand-in/sshd.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';
import {placesForTest} from '../connection/helpers.js';

async function laptop(sshd: Awaited<ReturnType<typeof startSshd>>) {
	const {places} = placesForTest({server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: ['Host 127.0.0.1', `IdentityFile ${sshd.keyFile}`, 'IdentitiesOnly yes']});
	return async () => places.connect(remoteServer);
}

test('a lab is locked for one, the next is told who holds it, and after its release it is free', async () => {
	const sshd = await startSshd();
	const directory = path.join(temporaryDirectory(), 'locks');
	const first = await laptop(sshd);
	const second = await laptop(sshd);
	const lock = await lockLab(await first(), directory, 'test');
	await expect(lockLab(await second(), directory, 'test')).rejects.toThrow(new RegExp(String.raw`at work on the lab test: .* \(process ${process.pid}\), since \d{4}-`));
	await lock.release();
	const next = await lockLab(await second(), directory, 'test');
	await next.release();
});

test('a lock dies with the connection of its holder', async () => {
	const sshd = await startSshd();
	const directory = path.join(temporaryDirectory(), 'locks');
	const first = await laptop(sshd);
	const lock = await lockLab(await first(), directory, 'test');
	for (const pid of sshd.serving()) {
		process.kill(pid, 'SIGKILL');
	}

	await expect(lock.ended).resolves.toMatchObject({kind: 'lost'});
	const second = await laptop(sshd);
	await vi.waitFor(async () => {
		const next = await lockLab(await second(), directory, 'test');
		await next.release();
	}, {timeout: 10_000, interval: 200});
});

test('a lock that was lost with its connection is taken again when the server is back', async () => {
	const sshd = await startSshd();
	const directory = path.join(temporaryDirectory(), 'locks');
	const holder = () => readFileSync(path.join(directory, 'lab.holder'), 'utf8');
	const release = await holdLab({
		connect: await laptop(sshd), directory, labName: 'test', onTaken(error) {
			throw error;
		},
	});
	const before = holder();
	for (const pid of sshd.serving()) {
		process.kill(pid, 'SIGKILL');
	}

	// Nobody else may try meanwhile, or it would be theirs.
	await vi.waitFor(() => {
		expect(holder()).not.toBe(before);
	}, {timeout: 20_000, interval: 100});
	const second = await laptop(sshd);
	await expect(lockLab(await second(), directory, 'test')).rejects.toThrow(/at work on the lab test/);
	await release();
	const next = await lockLab(await second(), directory, 'test');
	await next.release();
});

test('a lock that is being taken again when the run ends is let go of', async () => {
	const sshd = await startSshd();
	const directory = path.join(temporaryDirectory(), 'locks');
	const connect = await laptop(sshd);
	const back = Promise.withResolvers<void>();
	const asked = Promise.withResolvers<void>();
	let isFirst = true;
	const release = await holdLab({
		async connect() {
			if (!isFirst) {
				asked.resolve();
				await back.promise;
			}

			isFirst = false;
			return connect();
		}, directory, labName: 'test', onTaken(error) {
			throw error;
		},
	});
	for (const pid of sshd.serving()) {
		process.kill(pid, 'SIGKILL');
	}

	await asked.promise;
	const released = release();
	back.resolve();
	await released;
	const second = await laptop(sshd);
	const next = await lockLab(await second(), directory, 'test');
	await next.release();
});
