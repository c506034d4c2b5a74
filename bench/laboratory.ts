import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {type Sshd, startOpenSsh} from '../test/stand-in/open-ssh.js';
import {makeGuest} from './guest.js';
import {output, spent} from './processes.js';
import type {WrittenStep} from './written-step.js';

/**
A stand-in server and eight stand-in hosts, which the nodes share beyond eight, real OpenSSH on the loopback. Each host has a home directory of its own, and so
its own lock. With an open ControlMaster to the server and to each host.
*/
export type Laboratory = {
	readonly server: Sshd;
	/**
	Argv of `ssh` over the open ControlMaster to the server.
	*/
	readonly ssh: readonly string[];
	/**
	The same to each of the hosts.
	*/
	readonly sshToHosts: ReadonlyArray<readonly string[]>;
	readonly sshConfig: string;
	readonly newLab: (engine: string, options?: LabOptions) => Promise<BenchLab>;
	readonly close: () => Promise<void>;
};

export type LabOptions = {
	/**
	Left out: the documents' own, with probes that are played.
	*/
	readonly steps?: (directory: string) => readonly WrittenStep[];
	/**
	DPUs and as many DPU hosts.
	*/
	readonly pairs?: number;
};

export type BenchLab = {
	readonly directory: string;
	readonly home: string;
	readonly environment: NodeJS.ProcessEnv;
	readonly run: (argv: readonly string[], onOutput?: (chunk: Uint8Array) => void) => Promise<number>;
	readonly log: (step: string) => string;
	/**
	What the lab's runs were, an event a line.
	*/
	readonly journal: string;
};

// SHLVL: bash reads no ~/.bashrc then. What somebody has in theirs is no part of what is measured, here or at a peer.
const many = (environment = '') => ['MaxStartups 1000', 'MaxSessions 1000', `SetEnv SHLVL=1 ${environment}`];

const hostCount = 8;

/**
Options of Node for the engine that is measured: with BENCH_PROFILE=DIR, it leaves its CPU profiles there.
*/
export const profiling = (directory = process.env.BENCH_PROFILE): readonly string[] => directory === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', directory];

export async function openLaboratory(directory: string): Promise<Laboratory> {
	const server = await startOpenSsh({config: many()});
	const guest = makeGuest();
	const file = (name: string) => path.join(directory, name);
	const hosts: Sshd[] = [];
	for (let index = 0; index < hostCount; index++) {
		const home = file(`home-${index}`);
		fs.mkdirSync(home);
		guest.give(home);
		// All with the first one's keys: what tells them apart is their port.
		const [first] = hosts;
		hosts.push(await startOpenSsh({config: [...many(`HOME=${home}`), ...first ? [`HostKey ${first.directory}/host`, `AuthorizedKeysFile ${first.directory}/authorized_keys`] : []]}));
	}

	const host = hosts[0]!;
	// The guest works in it too.
	fs.chmodSync(directory, 0o755);
	const sshConfig = file('ssh_config');
	fs.writeFileSync(file('known_hosts'), [`[127.0.0.1]:${server.port} ${server.hostKey}`, ...hosts.map(({port}) => `[127.0.0.1]:${port} ${host.hostKey}`), ''].join('\n'));
	fs.writeFileSync(sshConfig, ['Host *', `IdentityFile ${server.keyFile}`, `IdentityFile ${host.keyFile}`, 'IdentitiesOnly yes', `UserKnownHostsFile ${file('known_hosts')}`, 'GlobalKnownHostsFile /dev/null', ''].join('\n'), {mode: 0o600});
	// The engine asks the system's ssh for the configuration: this one answers with the bench's.
	fs.mkdirSync(file('bin'));
	fs.writeFileSync(file('bin/ssh'), `#!/bin/sh\nPATH=\${PATH#*:}\nexec ssh -F '${sshConfig}' "$@"\n`, {mode: 0o755});
	const address = `${server.user}@127.0.0.1`;
	const sshTo = (user: string, port: number) => ['ssh', '-F', sshConfig, '-o', `ControlPath=${file(`control-${port}`)}`, '-p', String(port), `${user}@127.0.0.1`];
	const ssh = sshTo(server.user, server.port);
	const sshToHosts = hosts.map(({port}) => sshTo(guest.name, port));
	for (const [program, ...argv] of [ssh, ...sshToHosts]) {
		execFileSync(program!, ['-o', 'ControlMaster=yes', '-f', '-N', ...argv], {stdio: 'ignore'});
	}

	let labs = 0;

	return {
		server,
		ssh,
		sshToHosts,
		sshConfig,
		async newLab(engine, {steps, pairs = 2} = {}) {
			const lab = file(`lab-${labs++}`);
			fs.mkdirSync(lab);
			fs.chmodSync(lab, 0o1777);
			const home = path.join(lab, 'home');
			if (steps) {
				fs.writeFileSync(path.join(lab, 'steps.json'), JSON.stringify(steps(lab)));
			}

			const environment: NodeJS.ProcessEnv = {
				...process.env,
				SSH_AUTH_SOCK: '',
				PATH: `${file('bin')}:${process.env.PATH}`,
				NODE_ENV: 'production',
				BENCH_SERVER: `${address}:${server.port}`,
				BENCH_NODE_PORT: String(host.port),
				BENCH_MEMORY: path.join(lab, 'memory'),
				...(steps && {BENCH_STEPS: path.join(lab, 'steps.json')}),
			};
			const argvOf = (argv: readonly string[]) => [engine, ...argv, '--home', home];
			const numbered = (prefix: string) => Array.from({length: pairs}, (_, index) => `${prefix}-${index + 2}`).join(' ');
			await output(process.execPath, argvOf([
				'lab',
				'new',
				'mine',
				'--server',
				`${address}:${server.port}`,
				`WORKING_DIR=${path.join(lab, 'work')}`,
				`VM_SSH_KEY=${host.keyFile}`,
				`VM_USER=${guest.name}`,
				`INFRA_DPU_LIST=${numbered('infra')}`,
				`TENANT_DPU_HOST_LIST=${numbered('tenant')}`,
				`TENANT_WORKER_LIST=tenant-${pairs + 2}`,
			]), {env: environment});
			const {id, nodes} = JSON.parse(await output(process.execPath, argvOf(['lab', 'show', '--json']), {env: environment})) as {readonly id: string; readonly nodes: ReadonlyArray<{readonly name: string; readonly managementIp: string}>};
			environment.BENCH_NODE_PORTS = JSON.stringify(Object.fromEntries(nodes.map(({managementIp}, index) => [managementIp, hosts[index % hostCount]!.port])));
			const hostKeys = path.join(lab, 'work/dpu-wizard', id, 'host-keys');
			fs.mkdirSync(hostKeys, {recursive: true});
			for (const {name} of nodes) {
				fs.writeFileSync(path.join(hostKeys, `${name}.pub`), `${host.hostKey}\n`);
			}

			return {
				directory: lab,
				home,
				environment,
				run: async (argv, onOutput) => spent(process.execPath, [...profiling(), ...argvOf(argv)], {env: environment}, onOutput),
				journal: path.join(home, 'state/labs/mine/journal.ndjson'),
				log(step) {
					const logs = path.join(home, 'state/labs/mine/logs', `bench.${step}`);
					const attempts = fs.readdirSync(logs).map(name => Number(path.parse(name).name)).filter(attempt => !Number.isNaN(attempt));
					return path.join(logs, `${Math.max(...attempts)}.log`);
				},
			};
		},
		async close() {
			for (const [program, ...argv] of [ssh, ...sshToHosts]) {
				spawnSync(program!, ['-O', 'exit', ...argv], {stdio: 'ignore'});
			}

			for (const sshd of [server, ...hosts]) {
				await sshd.stop();
				fs.rmSync(sshd.directory, {recursive: true, force: true});
			}

			guest.remove();
		},
	};
}
