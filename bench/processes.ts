import {type SpawnOptions, spawn} from 'node:child_process';
import {performance} from 'node:perf_hooks';

/**
Runs a program to its end and returns what it printed. Rejects where it fails.
*/
export async function output(file: string, argv: readonly string[], options: SpawnOptions = {}): Promise<string> {
	const chunks: string[] = [];
	await spent(file, argv, options, chunk => {
		chunks.push(String(chunk));
	});
	return chunks.join('');
}

/**
Milliseconds that a program takes, its output read to the end.
*/
export async function spent(file: string, argv: readonly string[], options: SpawnOptions = {}, onOutput: (chunk: Uint8Array) => void = () => undefined): Promise<number> {
	const started = performance.now();
	const child = spawn(file, [...argv], {...options, stdio: ['ignore', 'pipe', 'pipe']});
	let errors = '';
	child.stdout.on('data', onOutput);
	child.stderr.on('data', (chunk: Uint8Array) => {
		errors = (errors + String(chunk)).slice(-4000);
	});
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) {
		throw new Error(`${[file, ...argv].join(' ')} ended with ${String(code)}: ${errors}`);
	}

	return performance.now() - started;
}
