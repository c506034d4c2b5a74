/*
The engine as a process of its own: the command line over a catalogue that the harness describes, on a real OpenSSH server. It can be told to die of SIGKILL at
one of its own events: `FAULT_AT` counts the lines of `run --json`.
*/
import {existsSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {Writable} from 'node:stream';
import {main} from '../../source/commands/main.js';
import {faultCatalogue} from './catalogue.js';

const dieAt = Number(process.env.FAULT_AT ?? '0');
let lines = 0;

const output = new Writable({
	write(chunk: Uint8Array, _encoding, done) {
		for (const line of String(chunk).split('\n').slice(0, -1)) {
			lines++;
			process.stdout.write(`${line}\n`);
			if (lines === dieAt) {
				process.kill(process.pid, 'SIGKILL');
			}
		}

		done();
	},
});

const directory = process.env.FAULT_DIRECTORY!;
const status = await main(process.argv.slice(2), {
	input: process.stdin,
	output,
	errors: process.stderr,
	environment: process.env,
	onInterrupt: () => () => undefined,
	startWizard: async () => 0,
	catalogue: faultCatalogue(directory, existsSync(`${directory}/steps`) ? Number(readFileSync(`${directory}/steps`, 'utf8')) : 4),
});
// eslint-disable-next-line unicorn/no-process-exit
process.stdout.write('', () => process.exit(status));
