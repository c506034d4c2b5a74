import process from 'node:process';
import {main} from './commands/main.js';

// Whoever reads our output may have had enough (`| head`): that is no error, and what runs goes on.
for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE') {
			throw error;
		}
	});
}

const status = await main(process.argv.slice(2), {
	input: process.stdin,
	output: process.stdout,
	errors: process.stderr,
	environment: process.env,
	onInterrupt(listener) {
		process.on('SIGINT', listener);
		return () => {
			process.off('SIGINT', listener);
		};
	},
	async startWizard(services) {
		const screens = await import('../screens/main.js');
		return screens.startWizard(services);
	},
});

// A pipe may still hold what was written last.
process.stdout.write('', () => {
	process.stderr.write('', () => {
		process.exit(status);
	});
});
