import {type ChildProcess, spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {readJournal} from '../../source/run/history-files.js';
import {startSshd} from '../stand-in/sshd.js';
import {temporaryDirectory} from '../stand-in/temporary-directory.js';
import {expectedOutput} from './catalogue.js';

export type Laboratory = Awaited<ReturnType<typeof openLaboratory>>;

/**
Numbers between 0 and 1 that are the same for the same seed (Park and Miller's generator).
*/
export function randomBy(seed: number): () => number {
	const modulus = 2_147_483_647;
	let state = (seed % (modulus - 1)) + 1;
	return () => {
		state = (state * 48_271) % modulus;
		return state / modulus;
	};
}

// As in the package: libraries in CommonJS have these.
const commonJs = 'import{createRequire as __createRequire}from"node:module";import{dirname as __directoryOf}from"node:path";import{fileURLToPath as __pathOf}from"node:url";'
	+ 'const require=__createRequire(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__directoryOf(__filename);';

/**
The engine as a program of one file, and a stand-in server with one lab on it.
*/
export async function openLaboratory() {
	const directory = temporaryDirectory();
	const engine = path.join(directory, 'engine.mjs');
	await build({
		entryPoints: [fileURLToPath(new URL('engine.ts', import.meta.url))],
		bundle: true,
		platform: 'node',
		format: 'esm',
		outfile: engine,
		external: ['cpu-features', '*.node', '*/rehearsal/main.js'],
		banner: {js: commonJs},
		logLevel: 'error',
	});
	const sshd = await startSshd();
	// The engine asks the system's ssh for the configuration: this one answers with the laboratory's.
	fs.mkdirSync(path.join(directory, 'bin'));
	fs.writeFileSync(path.join(directory, 'bin', 'ssh'), `#!/bin/sh\nPATH=\${PATH#*:}\nexec ssh -F '${directory}/config' "$@"\n`, {mode: 0o755});
	fs.writeFileSync(path.join(directory, 'known_hosts'), `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
	const config = ['Host *', `IdentityFile ${sshd.keyFile}`, 'IdentitiesOnly yes', `UserKnownHostsFile ${directory}/known_hosts`, 'GlobalKnownHostsFile /dev/null', ''];
	fs.writeFileSync(path.join(directory, 'config'), config.join('\n'), {mode: 0o600});
	return {directory, engine, sshd};
}

type LabOptions = {readonly laboratory: Laboratory; readonly name: string; readonly steps: number};

/**
A lab of its own, with the outputs that its steps will print.
*/
export async function newLab({laboratory, name, steps}: LabOptions) {
	const directory = path.join(laboratory.directory, name);
	fs.mkdirSync(directory);
	fs.writeFileSync(path.join(directory, 'steps'), String(steps));
	for (let index = 0; index < steps; index++) {
		fs.writeFileSync(path.join(directory, `text-${index}`), expectedOutput(index));
	}

	const file = (kind: string, index: number) => path.join(directory, `${kind}-${index}`);
	const {sshd, engine} = laboratory;
	const start = (argv: readonly string[], faultAt = 0): {readonly child: ChildProcess; readonly ended: Promise<Ended>; readonly events: () => number} => {
		let lines = 0;
		let output = '';
		const child = spawn(process.execPath, [engine, ...argv, '--home', path.join(directory, 'home')], {
			env: {
				...process.env, FAULT_DIRECTORY: directory, FAULT_AT: String(faultAt), SSH_AUTH_SOCK: '', PATH: `${path.join(laboratory.directory, 'bin')}:${process.env.PATH}`,
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let errors = '';
		child.stderr.on('data', (chunk: Uint8Array) => {
			errors += String(chunk);
		});
		child.stdout.on('data', (chunk: Uint8Array) => {
			const text = String(chunk);
			output = (output + text).slice(-20_000);
			lines += text.split('\n').length - 1;
		});
		return {
			child,
			events: () => lines,
			ended: new Promise(resolve => {
				child.once('close', (code, signal) => {
					resolve({
						code, signal, lines, output, errors,
					});
				});
			}),
		};
	};

	const made = await start(['lab', 'new', 'mine', '--server', `${sshd.user}@127.0.0.1:${sshd.port}`, `WORKING_DIR=${path.join(directory, 'work')}`]).ended;
	if (made.code !== 0) {
		throw new Error(`The lab could not be made: ${made.errors}`);
	}

	return {
		directory,
		steps,
		start,
		run: (faultAt?: number) => start(['run', '--yes', '--json'], faultAt),
		/**
		What is wrong with what is left, in sentences; nothing where all is as it should be.
		*/
		faults(): readonly string[] {
			const found: string[] = [];
			for (let index = 0; index < steps; index++) {
				const runs = fs.existsSync(file('runs', index)) ? fs.readFileSync(file('runs', index), 'utf8') : '';
				if (!fs.existsSync(file('done', index))) {
					found.push(`step ${index} was lost`);
				}

				if (runs !== 'ran\n') {
					found.push(`step ${index} ran ${runs.split('\n').length - 1} times`);
				}

				if (!loggedOutputs(directory, index).includes(expectedOutput(index))) {
					found.push(`no log of step ${index} holds its output byte for byte`);
				}
			}

			const journal = fs.readFileSync(path.join(directory, 'home', 'state', 'labs', 'mine', 'journal.ndjson'), 'utf8').split('\n').filter(line => line !== '');
			if (readJournal(path.join(directory, 'home', 'state', 'labs', 'mine')).length < journal.length) {
				found.push('the journal has lines that can\'t be read');
			}

			return found;
		},
	};
}

export type Ended = {readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly lines: number; readonly output: string; readonly errors: string};

// What stands between a command and its end in each log of a step.
function loggedOutputs(directory: string, index: number): readonly string[] {
	const logs = path.join(directory, 'home', 'state', 'labs', 'mine', 'logs', `fault.step-${index}`);
	const names = fs.existsSync(logs) ? fs.readdirSync(logs) : [];
	return names.flatMap(name => {
		const text = fs.readFileSync(path.join(logs, name), 'utf8');
		return text.matchAll(/^# \S+ command 1 of 1 on remote server\necho ran.*?touch \S+\n(?<output>.*?)# \S+ (?:ended|was|is)/gmsv).map(match => match.groups!.output!).toArray();
	});
}
