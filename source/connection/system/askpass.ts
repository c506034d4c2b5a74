import fs from 'node:fs';
import {createServer, type Socket} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {quote} from '../../shell/quote.js';
import type {Ask} from '../connection.js';
import {questionOfPrompt} from './prompt.js';

export type Askpass = {
	/**
	What the system's ssh must have in its environment to ask here.
	*/
	readonly environment: NodeJS.ProcessEnv;
	readonly close: () => void;
};

// Runs in a process of its own, started by ssh: hands on the prompt, prints the answer.
const client = String.raw`
	const socket = require('net').connect(process.argv[1]);
	let answer = '';
	socket.on('data', chunk => { answer += chunk; });
	socket.on('error', () => process.exit(1));
	socket.on('end', () => { if (answer === '') { process.exit(1); } process.stdout.write(answer); });
	socket.write(JSON.stringify({prompt: process.argv[2], hint: process.env.SSH_ASKPASS_PROMPT}) + '\n');
`;

/**
Answers the questions of the system's ssh. Answers travel over a socket in a private directory.
*/
export async function openAskpass(directory: string, ask: Ask): Promise<Askpass> {
	const socketFile = path.join(directory, 'ask');
	const program = path.join(directory, 'askpass');
	const attempts = new Map<string, number>();
	fs.writeFileSync(program, `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quote(process.execPath)} -e ${quote(client)} ${quote(socketFile)} "$1"\n`, {mode: 0o700});

	const answer = async (socket: Socket, line: string) => {
		const {prompt, hint} = JSON.parse(line) as {prompt: string; hint?: string};
		if (hint === 'none') {
			// "Touch your security key": nothing to answer, ssh ends the asker itself.
			return;
		}

		const attempt = (attempts.get(prompt) ?? 0) + 1;
		attempts.set(prompt, attempt);
		const text = await ask(questionOfPrompt(prompt, attempt));
		socket.end(text === undefined ? '' : `${text}\n`);
	};

	const server = createServer(socket => {
		let received = '';
		socket.setEncoding('utf8').on('data', (chunk: string) => {
			received += chunk;
			if (received.endsWith('\n')) {
				answer(socket, received).catch(() => {
					socket.destroy();
				});
			}
		}).on('error', () => undefined);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(socketFile, resolve);
	});
	return {
		environment: {SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: process.env.DISPLAY ?? ':0'},
		close() {
			server.close();
		},
	};
}
