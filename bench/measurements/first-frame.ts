import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {Measurement} from '../measurement.js';
import {type Terminal, firstFrame, openTerminal} from '../terminal.js';

export const firstFrameOfWizard: Measurement = {
	name: 'first-frame',
	title: 'The first frame, in a terminal',
	rounds: 15,
	ours: ['wizard'],
	budgets: [{
		what: 'the wizard', value: 'wizard', per: 'Ink, one word', atMost: 1.3,
	}],
	async open(bench) {
		const entry = await bench.built();
		await bench.subject('hello');
		const hello = path.join(bench.directory, 'hello.cjs');
		// As the package's own entry does it.
		writeFileSync(hello, 'process.env.NODE_ENV = "production"; require("module").enableCompileCache(); import("./hello.mjs");\n');
		const environment = {...process.env, DPU_WIZARD_HOME: path.join(bench.directory, 'no-labs'), NODE_COMPILE_CACHE: path.join(bench.directory, 'compiled')};
		const wizard = async () => firstFrame(process.execPath, [entry], 'dpu-wizard', environment);
		const word = async () => firstFrame(process.execPath, [hello], 'hello', environment);
		// Node keeps what it has compiled when a program ends by itself; those that are measured are killed.
		await left(openTerminal(process.execPath, [entry], environment), 'q', async terminal => terminal.isReading);
		await left(openTerminal(process.execPath, [hello], environment), '\u{3}', async terminal => terminal.shows('hello'));
		return {round: async () => ({'Ink, one word': await word(), wizard: await wizard()})};
	},
};

async function left(terminal: Terminal, key: string, isReady: (terminal: Terminal) => Promise<unknown>) {
	await isReady(terminal);
	terminal.press(key);
	await terminal.ended;
}
