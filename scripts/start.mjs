// `npm start`: builds, then runs what was built with the arguments given.
import {spawn} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {buildAll} from './build.mjs';

await buildAll();

const child = spawn(process.execPath, [fileURLToPath(new URL('../dist/cli.cjs', import.meta.url)), ...process.argv.slice(2)], {stdio: 'inherit'});

// A terminal sends Ctrl-C to both; what it means is the child's to decide.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		if (signal !== 'SIGINT') {
			child.kill(signal);
		}
	});
}

child.on('exit', (code, signal) => {
	process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
