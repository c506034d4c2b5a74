import {type ChildProcessByStdio, spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {type Readable, Duplex, type Writable} from 'node:stream';
import type {ChannelRequest} from '../channel.js';
import type {Ask} from '../connection.js';
import type {Server} from '../server.js';
import type {Address} from '../ssh/address.js';
import type {SshClient} from '../ssh/settings.js';
import {slots} from '../ssh/slots.js';
import {tool} from '../tool.js';
import {openAskpass} from './askpass.js';
import {describeSystemFailure} from './failure.js';

export type SystemServerOptions = {readonly ask: Ask; readonly ssh: SshClient};

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const ready = 'dpu-wizard-is-in';

/**
The server over the system's own ssh, for what `ssh2` can't do: one master connection, and a short-lived ssh over it for every program.
*/
export async function systemServer(address: Address, {ask, ssh}: SystemServerOptions): Promise<Server> {
	// A socket's path must be short.
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'dpu-wizard-'));
	let isUnanswered = false;
	const askpass = await openAskpass(directory, async question => {
		const answer = await ask(question);
		isUnanswered ||= answer === undefined;
		return answer;
	});
	const environment = {...ssh.environment, ...askpass.environment};
	const target = [
		...(address.user === undefined ? [] : ['-l', address.user]),
		...(address.port === undefined ? [] : ['-p', String(address.port)]),
		'-o',
		`ControlPath=${path.join(directory, 'master')}`,
	];
	const start = (...argv: readonly string[]): Child => spawn('ssh', [...ssh.configArguments, ...target, ...argv], {
		env: environment, detached: true, stdio: 'pipe',
	});

	const master = start(
		...options('ControlMaster=yes', 'ControlPersist=no', 'StrictHostKeyChecking=ask', 'BatchMode=no', 'UpdateHostKeys=no', 'RequestTTY=no', 'ClearAllForwardings=yes'),
		...options('ServerAliveInterval=10', 'ServerAliveCountMax=3', 'PermitLocalCommand=yes', `LocalCommand=echo ${ready}`),
		'-N',
		'--',
		address.host,
	);
	const gone = new Promise<void>(resolve => {
		master.once('exit', () => {
			askpass.close();
			fs.rmSync(directory, {recursive: true, force: true});
			// Its last words may still be on their way; a ProxyCommand that lives on keeps them from ever ending.
			const enough = setTimeout(resolve, 300);
			master.once('close', () => {
				clearTimeout(enough);
				resolve();
			});
		});
	});
	const close = () => {
		master.kill();
	};

	let said = '';
	master.stderr.on('data', (chunk: Uint8Array) => {
		said = (said + new TextDecoder().decode(chunk)).slice(-8000);
	});
	await new Promise<void>((resolve, reject) => {
		master.once('error', reject);
		master.stdout.on('data', (chunk: Uint8Array) => {
			if (new TextDecoder().decode(chunk).includes(ready)) {
				resolve();
			}
		});
		void gone.then(() => {
			reject(describeSystemFailure(address.host, said, isUnanswered));
		});
	});

	// Without its master an ssh would make a connection of its own, and ask again.
	const over = (...argv: readonly string[]) => start(...options('ControlMaster=no', 'ProxyCommand=false', 'BatchMode=yes', 'LogLevel=ERROR'), ...argv);
	const endIfDead = async () => {
		const {exitCode} = await tool('ssh', [...ssh.configArguments, ...target, '-O', 'check', '--', address.host], environment);
		if (exitCode === 0) {
			return;
		}

		master.kill();
		await gone;
	};

	const turns = slots(6);
	return {
		gone,
		close,
		transport: {
			close,
			async open({commandLine, input, onOutput, onClosed, isUrgent}: ChannelRequest) {
				const release = isUrgent ? () => undefined : await turns.take();
				const child = over('-T', '--', address.host, commandLine);
				child.stdout.on('data', (chunk: Uint8Array) => {
					onOutput('stdout', chunk);
				});
				child.stderr.on('data', (chunk: Uint8Array) => {
					onOutput('stderr', chunk);
				});
				child.once('error', release);
				child.once('close', (code, signal) => {
					release();
					// 255 is ssh's own: the connection's end, not the program's. Whoever hears of it may connect again at once.
					if (code === 255) {
						void endIfDead().then(() => {
							onClosed({kind: 'broken', reason: 'The connection was closed'});
						});
					} else {
						onClosed({kind: 'ended', code: code ?? undefined, signal: signal ?? undefined});
					}
				});
				child.stdin.on('error', () => undefined);
				child.stdin.end(input);
				return {
					discard() {
						child.kill();
					},
				};
			},
		},
		async reach(host, port) {
			const child = over('-W', `${host.includes(':') ? `[${host}]` : host}:${port}`, '--', address.host);
			child.stderr.resume();
			const way = Duplex.from({readable: child.stdout, writable: child.stdin});
			way.once('close', () => {
				child.kill();
			});
			return way;
		},
	};
}

const options = (...all: readonly string[]): string[] => all.flatMap(each => ['-o', each]);
