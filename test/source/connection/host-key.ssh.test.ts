import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {PersonNeededError, PlaceError} from '../../../source/errors.js';
import {remoteServer} from '../../../source/shell/place.js';
import {makeKey, type Sshd, startSshd} from '../../stand-in/sshd.js';
import {failure, placesForTest, type PlacesForTestOptions} from './helpers.js';

const placesOf = (sshd: Sshd, options: PlacesForTestOptions = {}, config: readonly string[] = []) => placesForTest({
	server: `${sshd.user}@127.0.0.1:${sshd.port}`, config: [`IdentityFile ${sshd.keyFile}`, ...config], ...options,
});

const write = (file: string, text: string) => {
	fs.mkdirSync(path.dirname(file), {recursive: true});
	fs.writeFileSync(file, text);
};

test('an unknown host key is shown with ssh\'s own fingerprint, and accepted ones are kept in a private file', async () => {
	const sshd = await startSshd();
	const {places, questions, userKnownHosts} = placesOf(sshd);
	await places.connect(remoteServer);
	const print = execFileSync('ssh-keygen', ['-l', '-f', `${sshd.directory}/host.pub`], {encoding: 'utf8'}).split(' ', 2)[1];
	expect(questions).toEqual([{
		kind: 'host-key', host: `[127.0.0.1]:${sshd.port}`, keyType: 'ssh-ed25519', fingerprint: print,
	}]);
	expect(fs.readFileSync(userKnownHosts, 'utf8')).toBe(`[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
	expect(fs.statSync(userKnownHosts).mode).toBe(0o10_0600);
});

test('a host key that was accepted is not asked for again, also when its name is hashed', async () => {
	const sshd = await startSshd();
	const first = placesOf(sshd, {}, ['HashKnownHosts yes']);
	await first.places.connect(remoteServer);
	const text = fs.readFileSync(first.userKnownHosts, 'utf8');
	expect(text).toMatch(/^\|1\|/v);
	const second = placesOf(sshd);
	write(second.userKnownHosts, text);
	await second.places.connect(remoteServer);
	expect(second.questions).toEqual([]);
});

test('a line is appended to a file that lacks its last newline', async () => {
	const sshd = await startSshd();
	const {places, userKnownHosts} = placesOf(sshd);
	write(userKnownHosts, 'other ssh-ed25519 AAAA');
	await places.connect(remoteServer);
	expect(fs.readFileSync(userKnownHosts, 'utf8').split('\n', 2)[1]).toBe(`[127.0.0.1]:${sshd.port} ${sshd.hostKey}`);
});

test('a host key that a person does not accept is refused', async () => {
	const sshd = await startSshd();
	const {places, userKnownHosts} = placesOf(sshd, {answer: () => 'no'});
	expect(await failure(places.connect(remoteServer))).toBeInstanceOf(PlaceError);
	expect(fs.existsSync(userKnownHosts)).toBe(false);
});

test('an unknown host key with nobody to ask needs a person', async () => {
	const sshd = await startSshd();
	const {places} = placesOf(sshd, {answer: () => undefined});
	const error = await failure(places.connect(remoteServer));
	expect(error).toBeInstanceOf(PersonNeededError);
	expect(error.message).toContain('SHA256:');
});

test('a changed host key is refused with the file, the line and the way out, whatever StrictHostKeyChecking says', async () => {
	const sshd = await startSshd();
	const {places, userKnownHosts, questions, directory} = placesOf(sshd, {}, ['StrictHostKeyChecking no']);
	makeKey(`${directory}/other`);
	const other = fs.readFileSync(`${directory}/other.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
	write(userKnownHosts, `# a comment\n[127.0.0.1]:${sshd.port} ${other}\n`);
	const error = await failure(places.connect(remoteServer));
	expect(error).toBeInstanceOf(PlaceError);
	expect(error.message).toContain(`${userKnownHosts}, line 2`);
	expect(error.advice.join('\n')).toContain(`ssh-keygen -R '[127.0.0.1]:${sshd.port}'`);
	expect(questions).toEqual([]);
});

test('a revoked host key is refused', async () => {
	const sshd = await startSshd();
	const {places, userKnownHosts} = placesOf(sshd);
	write(userKnownHosts, `@revoked * ${sshd.hostKey}\n[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
	const error = await failure(places.connect(remoteServer));
	expect(error.message).toContain('revoked');
});

test('a server with several host keys is asked for the one that is known', async () => {
	const sshd = await startSshd({config: ['# second key below']});
	makeKey(`${sshd.directory}/second`, '', 'ecdsa');
	await sshd.stop();
	const both = await startSshd({directory: sshd.directory, port: sshd.port, config: [`HostKey ${sshd.directory}/second`]});
	const {places, userKnownHosts, questions} = placesOf(both);
	write(userKnownHosts, `[127.0.0.1]:${both.port} ${fs.readFileSync(`${sshd.directory}/second.pub`, 'utf8')}`);
	await places.connect(remoteServer);
	expect(questions).toEqual([]);
});

test('HostKeyAlias names the host in known_hosts', async () => {
	const sshd = await startSshd();
	const {places, userKnownHosts, questions} = placesOf(sshd, {}, ['HostKeyAlias the-lab']);
	write(userKnownHosts, `the-lab ${sshd.hostKey}\n`);
	await places.connect(remoteServer);
	expect(questions).toEqual([]);
});
