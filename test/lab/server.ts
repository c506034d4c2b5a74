import {execFileSync, spawn} from 'node:child_process';
import {
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const required = (name: string): string => {
	const value = process.env[name];
	if (value === undefined || value === '') {
		throw new Error(`These tests need a real server: ${name} is not set (see the readme, Tests on a real lab)`);
	}

	return value;
};

export type LabEvent = {readonly type: string; readonly step?: string; readonly state?: string; readonly reason?: string; readonly line?: string};

export type Finished = {readonly events: readonly LabEvent[]; readonly status: number | null; readonly seconds: number; readonly words: string};

const entry = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));

/**
A real server with libvirt on it or to come: a login by key that may use sudo without a password, and the image of a Debian guest.
*/
export function labServer() {
	const server = required('DPU_WIZARD_LAB_SERVER');
	const key = required('DPU_WIZARD_LAB_KEY');
	const home = mkdtempSync(path.join(tmpdir(), 'dpu-wizard-lab-'));
	// The wizard asks the system's ssh for its configuration; a HOME of its own makes that the test's.
	const sshDirectory = path.join(home, '.ssh');
	execFileSync('mkdir', ['-m', '700', sshDirectory]);
	const host = server.replace(/^.*@/, '').replace(/:\d+$/, '');
	const config = path.join(sshDirectory, 'config');
	writeFileSync(config, `Host ${host}\n  IdentityFile ${key}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${path.join(sshDirectory, 'known_hosts')}\n`, {mode: 0o600});
	const on = (script: string): string => execFileSync('ssh', ['-F', config, '-o', 'StrictHostKeyChecking=accept-new', server, 'bash', '-s'], {input: script, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit']});
	// The key is accepted by hand, as a person would have done.
	on('true');

	const sshCommand = path.join(home, 'ssh');
	writeFileSync(sshCommand, `#!/bin/sh\nexec /usr/bin/ssh -F '${config}' "$@"\n`, {mode: 0o755});
	const environment = {...process.env, PATH: `${home}:${process.env.PATH}`, CI: 'true'};
	const argumentsOf = (args: readonly string[]) => [entry, ...args, '--home', path.join(home, 'wizard')];

	return {
		server,
		on,
		/**
		Runs the wizard's command line to its end; `kill` ends it with SIGKILL once it says true.
		*/
		async wizard(args: readonly string[], kill: (event: LabEvent) => boolean = () => false): Promise<Finished> {
			const started = Date.now();
			const child = spawn(process.execPath, argumentsOf(args), {env: environment, stdio: ['ignore', 'pipe', 'pipe']});
			const events: LabEvent[] = [];
			let words = '';
			child.stderr.on('data', chunk => {
				words += String(chunk);
			});
			createInterface({input: child.stdout}).on('line', line => {
				words += `${line}\n`;
				const event = line.startsWith('{') ? JSON.parse(line) as LabEvent : undefined;
				if (event) {
					events.push(event);
				}

				if (event && kill(event)) {
					child.kill('SIGKILL');
				}
			});
			const status = await new Promise<number | null>(resolve => {
				child.once('close', resolve);
			});
			return {
				events, status, seconds: (Date.now() - started) / 1000, words,
			};
		},
		journal: (name: string) => readFileSync(path.join(home, 'wizard', 'state', 'labs', name, 'journal.ndjson'), 'utf8'),
		remove() {
			rmSync(home, {recursive: true});
		},
		image: required('DPU_WIZARD_LAB_IMAGE'),
		imageSha256: required('DPU_WIZARD_LAB_IMAGE_SHA256'),
	};
}

/**
The states that the steps ended in.
*/
export const statesOf = ({events}: Finished): ReadonlyMap<string, string> => new Map(events.flatMap(({type, step, state}) => type === 'step.finished' ? [[step!, state!] as const] : []));
