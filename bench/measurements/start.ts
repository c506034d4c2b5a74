import process from 'node:process';
import type {Measurement} from '../measurement.js';
import {spent} from '../processes.js';

export const start: Measurement = {
	name: 'start',
	title: 'What loads no library',
	rounds: 20,
	ours: ['--version', '--help'],
	budgets: [
		{
			what: '--version', value: '--version', per: 'node -e 0', atMost: 2.5,
		},
		{
			what: '--help', value: '--help', per: 'node -e 0', atMost: 2.5,
		},
	],
	async open(bench) {
		const entry = await bench.built();
		const node = async (...argv: readonly string[]) => spent(process.execPath, argv);
		return {
			round: async () => ({'node -e 0': await node('-e', '0'), '--version': await node(entry, '--version'), '--help': await node(entry, '--help')}),
		};
	},
};
