import {
	createReadStream,
	existsSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {setTimeout} from 'node:timers/promises';
import {type BenchLab, profiling} from '../laboratory.js';
import type {Measurement} from '../measurement.js';
import {quantile} from '../statistics.js';
import {openTerminal} from '../terminal.js';

const steps = 8;
const keys = 200;
const help = 'Keys of this screen';
// Of a loop of the step that floods.
const loopLines = 10_000;

export const keyToFrame: Measurement = {
	name: 'keys',
	title: `From key to frame in the wizard: ${steps} steps run, one of them floods`,
	rounds: 3,
	ours: ['median', 'p99', 'memory'],
	units: {memory: 'MB'},
	budgets: [
		{what: 'a key, p99', value: 'p99', atMost: 50},
		{what: 'memory', value: 'memory', atMost: 150},
	],
	async open(bench) {
		const laboratory = await bench.laboratory();
		const engine = await bench.subject('engine');
		// A place for each, as steps that change the same one take turns.
		const nodes = ['gw-1', 'infra-1', 'infra-2', 'infra-3', 'tenant-1', 'tenant-2', 'tenant-3'];
		const lab = await laboratory.newLab(engine, {
			steps: directory => [
				...nodes.map(node => ({
					id: `quiet-${node}`, node, needs: [], probe: `test -e ${directory}/made-${node}`, command: `until test -e ${directory}/stop; do echo quiet; sleep 0.2; done; touch ${directory}/made-${node}`,
				})),
				{
					id: 'flood', needs: [], probe: `test -e ${directory}/made`, command: `n=0; until test -e ${directory}/stop; do seq ${loopLines}; n=$((n+1)); done; echo $n >${directory}/made`,
				},
			],
		});
		const inLab = (name: string) => path.join(lab.directory, name);
		return {
			async round() {
				for (const name of ['stop', 'made', ...nodes.map(node => `made-${node}`)]) {
					rmSync(inLab(name), {force: true});
				}

				const terminal = openTerminal(process.execPath, [...profiling(), engine, '--home', lab.home], lab.environment);
				try {
					await terminal.isReading;
					terminal.press('\r');
					await terminal.shows(`0 of ${steps} steps done`);
					terminal.press('\r\r');
					await terminal.shows(`running ${steps} steps`);
					const times: number[] = [];
					for (let index = 0; index < keys; index++) {
						const shown = index % 2 === 0 ? terminal.shows(help) : terminal.hides(help);
						terminal.press('?');
						times.push(await shown);
						// As somebody types: at no fixed distance from the frames.
						await setTimeout(30 + ((index * 7) % 40));
					}

					const memory = Number(/VmHWM:\s+(?<kb>\d+)/v.exec(readFileSync(`/proc/${terminal.pid}/status`, 'utf8'))!.groups!.kb) / 1024;
					writeFileSync(inLab('stop'), '');
					await terminal.shows('all done', 300_000);
					await checkLog(lab, Number(readFileSync(inLab('made'), 'utf8')));
					return {
						median: quantile(times, 0.5), p99: quantile(times, 0.99), memory,
					};
				} finally {
					if (!existsSync(inLab('stop'))) {
						writeFileSync(inLab('stop'), '');
					}

					await terminal.close();
				}
			},
		};
	},
};

// Every line of every loop, in its order.
async function checkLog(lab: BenchLab, loops: number) {
	let found = 0;
	for await (const line of createInterface({input: createReadStream(lab.log('flood'))})) {
		found += line === String((found % loopLines) + 1) ? 1 : 0;
	}

	if (found !== loops * loopLines) {
		throw new Error(`The step printed ${loops * loopLines} lines, and its log holds ${found} of them`);
	}
}
