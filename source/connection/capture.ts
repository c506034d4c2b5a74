import type {SudoMode} from './bootstrap.js';
import type {Transport} from './channel.js';
import type {Outcome} from './connection.js';
import {runScript} from './script-run.js';

const plain: SudoMode = {kind: 'plain'};

export type Captured = {readonly outcome: Outcome; readonly text: string; readonly errorText: string};

/**
Runs a small script and keeps what it printed.
*/
export async function capture(transport: Transport, script: string, sudo = plain): Promise<Captured> {
	const decoders = {stdout: new TextDecoder(), stderr: new TextDecoder()};
	const texts = {stdout: '', stderr: ''};
	const outcome = await runScript(transport, script, {
		sudo,
		onOutput(stream, chunk) {
			texts[stream] += decoders[stream].decode(chunk, {stream: true});
		},
	});
	return {outcome, text: texts.stdout, errorText: texts.stderr};
}
