import {createReadStream, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Measurement} from '../measurement.js';
import {spent} from '../processes.js';
import {readStepTimes} from '../step-times.js';

const lines = 1_000_000;
const prints = `seq ${lines}`;

export const output: Measurement = {
	name: 'output',
	title: `A step that prints ${lines} lines`,
	rounds: 5,
	ours: ['step', 'whole run', 'memory'],
	units: {memory: 'MB'},
	budgets: [
		{
			what: 'the step', value: 'step', per: 'ssh to a pipe', atMost: 1.5,
		},
		{what: 'memory', value: 'memory', atMost: 150},
	],
	async open(bench) {
		const laboratory = await bench.laboratory();
		const steps = (directory: string) => [{
			id: 'flood', needs: [], probe: `test -e ${directory}/made`, command: `${prints}; touch ${directory}/made`,
		}];
		const lab = await laboratory.newLab(await bench.subject('engine'), {steps});
		const [file, ...argv] = laboratory.ssh;
		return {
			async round() {
				rmSync(path.join(lab.directory, 'made'), {force: true});
				rmSync(lab.journal, {force: true});
				const ssh = await spent(file!, [...argv, prints]);
				const whole = await lab.run(['run', '--yes']);
				const memory = Number(readFileSync(lab.environment.BENCH_MEMORY!, 'utf8'));
				const {started, finished} = readStepTimes(readFileSync(lab.journal, 'utf8'));
				await checkLog(lab.log('flood'));
				return {
					'ssh to a pipe': ssh, step: finished('flood') - started('flood'), 'whole run': whole, memory,
				};
			},
		};
	},
};

// Every line, in its order.
async function checkLog(file: string) {
	let next = 1;
	for await (const line of createInterface({input: createReadStream(file)})) {
		next += line === String(next) ? 1 : 0;
	}

	if (next !== lines + 1) {
		throw new Error(`Line ${next} is missing in ${file}`);
	}
}
