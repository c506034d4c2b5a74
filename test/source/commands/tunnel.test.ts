import {
	mkdirSync,
	readFileSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';
import {kubeconfigHere} from '../../../source/lab/kubeconfig.js';
import {labWith} from '../../steps/labs.js';
import {commandLine} from './command-line.js';

const admin = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: Q0E=
    server: https://192.168.122.11:6443
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
users:
- name: kubernetes-admin
  user:
    client-certificate-data: Y2VydA==
    client-key-data: a2V5
`;

test('a kubeconfig goes through the tunnel, proves the controller by its name, and has names of its own', () => {
	const lab = labWith();
	const here = kubeconfigHere(admin, {lab, cluster: lab.infra, port: 23_456});
	expect(here?.split('\n')).toEqual([
		'apiVersion: v1',
		'clusters:',
		'- cluster:',
		'    certificate-authority-data: Q0E=',
		'    server: https://127.0.0.1:23456',
		'    tls-server-name: infra-1',
		'  name: default-infra',
		'contexts:',
		'- context:',
		'    cluster: default-infra',
		'    user: default-infra',
		'  name: default-infra',
		'current-context: default-infra',
		'kind: Config',
		'users:',
		'- name: default-infra',
		'  user:',
		'    client-certificate-data: Y2VydA==',
		'    client-key-data: a2V5',
		'',
	]);
	expect(kubeconfigHere('no kubeconfig', {lab, cluster: lab.infra, port: 1})).toBeUndefined();
});

test('the tunnel says what is missing; with it, it writes kubeconfigs that only their owner reads, and holds until Ctrl-C', async () => {
	const line = commandLine();
	await line.run('lab', 'new', 'mine', '--server', 'this-host');
	const missing = await line.run('tunnel');
	expect(missing).toMatchObject({status: 2, stderr: expect.stringContaining('no kubeconfig of the infra cluster yet') as string});

	const exported = await line.run('lab', 'export', '--format', 'json');
	const {id} = JSON.parse(exported.stdout) as {readonly id: string};
	const onServer = path.join(line.directory, 'src/dpu-wizard', id);
	mkdirSync(onServer, {recursive: true});
	for (const cluster of ['infra', 'tenant']) {
		writeFileSync(path.join(onServer, `kubeconfig-${cluster}`), admin);
	}

	const held = line.start(['tunnel']);
	await held.shows('Ctrl-C closes');
	const here = path.join(line.directory, 'home/state/labs/mine/kubeconfig-tenant');
	expect(held.stdout()).toContain(here);
	expect(held.stdout() + held.stderr()).not.toContain('a2V5');
	expect(statSync(here).mode % 0o1000).toBe(0o600);
	expect(readFileSync(here, 'utf8')).toContain('tls-server-name: tenant-1');
	held.interrupt();
	expect(await held.status).toBe(0);
});

test('a tunnel to nowhere is refused with the nearest name', async () => {
	const line = commandLine();
	await line.run('lab', 'new', 'mine', '--server', 'this-host');
	expect(await line.run('tunnel', 'tenent')).toMatchObject({status: 2, stderr: expect.stringContaining('Did you mean tenant?') as string});
});

test('there is a screen only while something is installed', async () => {
	const line = commandLine();
	await line.run('lab', 'new', 'mine', '--server', 'this-host');
	const bin = path.join(line.directory, 'bin');
	mkdirSync(bin);
	const stand = (name: string, text: string) => {
		writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}\n`, {mode: 0o755});
	};

	stand('sudo', 'while case $1 in -*) true ;; *) false ;; esac; do shift; done\nexec "$@"');

	const environment = {PATH: `${bin}:${process.env.PATH ?? ''}`};
	stand('virsh', 'exit 1');
	const without = line.start(['tunnel', 'vnc'], {environment});
	expect(await without.status).toBe(2);
	expect(without.stderr()).toContain('has no screen now');

	stand('virsh', 'echo 127.0.0.1:3');
	const held = line.start(['tunnel', 'vnc'], {environment});
	await held.shows('Ctrl-C closes');
	expect(held.stdout()).toMatch(/^vncviewer 127\.0\.0\.1::\d+\n$/v);
	held.interrupt();
	expect(await held.status).toBe(0);
});
