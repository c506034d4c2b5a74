// `npm run bench`: bundles the bench (its imports are TypeScript's) and runs it with the arguments given.
import {spawn} from 'node:child_process';
import {rm} from 'node:fs/promises';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = fileURLToPath(new URL(`../node_modules/.cache/bench-${process.pid}.mjs`, import.meta.url));
await build({
	entryPoints: [fileURLToPath(new URL('../bench/main.ts', import.meta.url))], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'warning',
});
const child = spawn(process.execPath, [outfile, ...process.argv.slice(2)], {stdio: 'inherit', env: {...process.env, BENCH_ROOT: root}});
// Ctrl-C reaches both; the bench puts away what it has made.
process.on('SIGINT', () => undefined);
child.on('exit', async code => {
	await rm(outfile, {force: true});
	process.exitCode = code ?? 130;
});
