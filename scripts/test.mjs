// All that `npm test` does: the linter and the types beside the tests, which leave it a processor.
import {spawn} from 'node:child_process';
import process from 'node:process';

const run = async command => new Promise(resolve => {
	spawn(command, {shell: true, stdio: 'inherit'}).once('close', code => {
		resolve(code ?? 1);
	});
});

const codes = await Promise.all([
	run('npm run --silent lint && npm run --silent types'),
	run('npm run --silent build && vitest run --project unit --project rehearsal --project ssh'),
]);
process.exitCode = codes.find(code => code !== 0) ?? 0;
