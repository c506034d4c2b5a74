import fs from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import path from 'node:path';
import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import type {Places} from '../../../source/connection/connection.js';
import type {Step} from '../../../source/plan/step.js';
import {probeAll, type Standing} from '../../../source/run/probe-all.js';
import {type Command, sh} from '../../../source/shell/command.js';
import {
	onNode,
	type Place,
	placeKey,
	remoteServer,
} from '../../../source/shell/place.js';
import {startSshd} from '../../stand-in/sshd.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';
import {canMakeUsers, makeUser} from '../../stand-in/user.js';
import {placesForTest, type PlacesForTestOptions} from '../connection/helpers.js';

const aStep = (id: string, place: Place, probe: Command, needs: readonly string[] = []): Step => ({
	id, kind: id, stage: 'test', title: id, why: 'A test.', place, needs, probe, commands: [], undo: [], optional: false,
});

const names = ['gw-1', 'infra-1', 'infra-2', 'infra-3', 'tenant-1', 'tenant-2', 'tenant-3', 'tenant-4'] as const;

/**
A server where sudo wants a password, and nodes behind it where it does not: each an OpenSSH server of its own.
*/
async function labOf(nodeNames: readonly string[]) {
	const user = makeUser({password: 'right', sudoers: ['USER ALL=(ALL) ALL', 'Defaults:USER timestamp_timeout=0']});
	const guest = makeUser({sudoers: ['USER ALL=(ALL) NOPASSWD: ALL']});
	const server = await startSshd();
	const lab = temporaryDirectory();
	fs.chmodSync(lab, 0o755);
	const nodes = new Map<string, {readonly address: string; readonly port: number; readonly user: string}>();
	for (const name of nodeNames) {
		const node = await startSshd();
		nodes.set(name, {address: '127.0.0.1', port: node.port, user: guest});
		node.authorize(`${server.keyFile}.pub`);
		fs.writeFileSync(path.join(lab, `${name}.pub`), `${node.hostKey}\n`);
	}

	fs.copyFileSync(server.keyFile, path.join(lab, 'id'));
	fs.chownSync(path.join(lab, 'id'), fs.statSync(`/home/${user}`).uid, 0);
	const options: PlacesForTestOptions = {
		server: `${user}@127.0.0.1:${server.port}`,
		config: [`IdentityFile ${server.keyFile}`],
		lockDirectory: '~/.lock',
		answer: question => question.kind === 'host-key' ? 'yes' : 'right',
		nodes: name => nodes.get(name),
		nodeKeyPath: path.join(lab, 'id'),
		hostKeyDirectory: lab,
		knownHostsFile: path.join(lab, 'known_hosts'),
	};
	return {places: placesForTest(options).places, nodes, again: () => placesForTest(options).places};
}

/**
Counts what is started at each place.
*/
function counted(places: Places) {
	const scripts = new Map<string, number>();
	return {
		scripts,
		places: {
			...places,
			async connect(place: Place) {
				const connection = await places.connect(place);
				return {
					...connection,
					async execute(...options: Parameters<typeof connection.execute>) {
						scripts.set(placeKey(place), (scripts.get(placeKey(place)) ?? 0) + 1);
						return connection.execute(...options);
					},
				};
			},
		},
	};
}

describe.skipIf(!canMakeUsers)('with users of this machine (needs root and sudo)', () => {
	test('66 steps at nine places are asked about by one script a place', async () => {
		const {places} = await labOf(names);
		const steps = [
			...Array.from({length: 50}, (_, index) => aStep(`server.${index}`, remoteServer, sh`test "$(sudo id -u)" = 0 && test "$(sudo cat /etc/hostname)" = "$(cat /etc/hostname)" && sudo test -e /`)),
			...names.flatMap(name => [aStep(`up@${name}`, remoteServer, sh`true`), aStep(`node@${name}`, onNode(name), sh`test "$(sudo id -u)" = 0`, [`up@${name}`])]),
		];
		const {scripts, places: counting} = counted(places);
		const standings = await probeAll(steps, counting);
		expect(standings.size).toBe(66);
		expect(new Set(standings.values())).toEqual(new Set<Standing>(['done']));
		expect(scripts.values().toArray()).toEqual(Array.from({length: 9}, () => 1));
	});

	test('a node that was reached before is asked whatever the server says, any other only when its machine is up', async () => {
		const {places} = await labOf(['infra-2', 'infra-3']);
		const steps = [
			aStep('up@infra-2', remoteServer, sh`false`),
			aStep('node@infra-2', onNode('infra-2'), sh`true`, ['up@infra-2']),
			aStep('up@infra-3', remoteServer, sh`false`),
			aStep('node@infra-3', onNode('infra-3'), sh`true`, ['up@infra-3']),
		];
		await places.connect(onNode('infra-2'));
		const standings = await probeAll(steps, places);
		expect(Object.fromEntries(standings)).toEqual({
			'up@infra-2': 'not done', 'node@infra-2': 'done', 'up@infra-3': 'not done', 'node@infra-3': 'not done',
		});
	});

	test('a node that was reached before and is gone does not keep anybody waiting', async () => {
		const {places, nodes, again} = await labOf(['infra-2', 'infra-3']);
		await places.connect(onNode('infra-2'));
		const silent = createServer();
		await new Promise<void>(resolve => {
			silent.listen(0, '127.0.0.1', resolve);
		});
		onTestFinished(() => {
			silent.close();
		});
		// Another life of the wizard: it knows the node, and finds something that never says a word.
		const {port} = silent.address() as AddressInfo;
		nodes.set('infra-2', {...nodes.get('infra-2')!, port});
		const steps = [aStep('up@infra-2', remoteServer, sh`false`), aStep('node@infra-2', onNode('infra-2'), sh`true`, ['up@infra-2'])];
		const standings = await probeAll(steps, again());
		expect(standings.get('node@infra-2')).toBe('not done');
	});
});
