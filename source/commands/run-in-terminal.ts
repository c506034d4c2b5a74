import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import process from 'node:process';

/**
Runs a program that has the terminal until it ends. Resolves with its exit status, 128 and the signal's number after a signal.
*/
export async function runInTerminal([file, ...argv]: readonly string[]): Promise<number> {
	// Ctrl-C is the program's: the terminal sends it to both.
	const ignore = () => undefined;
	process.on('SIGINT', ignore);
	try {
		return await new Promise((resolve, reject) => {
			const child = spawn(file!, argv, {stdio: 'inherit'});
			child.once('error', reject);
			child.once('close', (code, signal) => {
				resolve(code ?? (128 + (signal === null ? 0 : constants.signals[signal])));
			});
		});
	} finally {
		process.off('SIGINT', ignore);
	}
}
