import process from 'node:process';
import {expect, test} from 'vitest';
import {playRounds} from './rounds.js';

test('the engine is killed 200 times and its connection cut 100 times, and nothing is lost, doubled or run twice', async () => {
	const seed = Number(process.env.FAULT_SEED ?? '4');
	const {faults} = await playRounds({
		seed,
		kills: Number(process.env.FAULT_KILLS ?? '200'),
		cuts: Number(process.env.FAULT_CUTS ?? '100'),
		freezes: 1,
		onLab({faults: found, ...counts}) {
			process.stdout.write(`seed ${seed}: ${Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(', ')}; ${found.length} faults\n`);
		},
	});
	expect(faults).toEqual([]);
});
