import {
	createReadStream,
	existsSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout} from 'node:timers/promises';
import type {BenchLab} from '../laboratory.js';
import type {Measurement} from '../measurement.js';
import {readStepTimes} from '../step-times.js';
import type {WrittenStep} from '../written-step.js';

const counts = [1, 10, 40];
// Of each step.
const lines = 50_000;
const pairs = 18;

const numbered = (prefix: string, count: number) => Array.from({length: count}, (_, index) => `${prefix}-${index + 1}`);
const nodes = ['gw-1', ...numbered('infra', pairs + 1), ...numbered('tenant', pairs + 2)];

// Each waits until the last one runs: no login is part of what is measured.
const stepsFor = (watched: readonly string[]) => (directory: string): readonly WrittenStep[] => watched.map(node => ({
	id: `flood-${node}`,
	node,
	needs: [],
	probe: `test -e ${directory}/made-${node}`,
	command: `touch ${directory}/waits-${node}; until test -e ${directory}/go; do sleep 0.1; done; seq ${lines}; touch ${directory}/made-${node}`,
	isBeside: true,
}));

export const watchers: Measurement = {
	name: 'watchers',
	title: `One run watches ${counts.join(', ')} nodes at once, each of which prints ${lines} lines`,
	rounds: 3,
	ours: counts.flatMap(count => [seriesOf(count), memoryOf(count)]),
	units: Object.fromEntries(counts.map(count => [memoryOf(count), 'MB'])),
	budgets: counts.slice(1).flatMap((count, index) => [
		{
			what: `watching ${count}`, value: seriesOf(count), per: seriesOf(counts[index]!), atMost: count / counts[index]!,
		},
		{
			what: `memory of ${count}`, value: memoryOf(count), per: memoryOf(counts[index]!), atMost: count / counts[index]!,
		},
	]),
	async open(bench) {
		const laboratory = await bench.laboratory();
		const engine = await bench.subject('engine');
		const labs: Array<{readonly watched: readonly string[]; readonly lab: BenchLab}> = [];
		for (const count of counts) {
			const watched = nodes.slice(0, count);
			labs.push({watched, lab: await laboratory.newLab(engine, {steps: stepsFor(watched), pairs})});
		}

		return {
			async round() {
				const sample: Record<string, number> = {};
				for (const {watched, lab} of labs) {
					const {durationMs, memory} = await watch(lab, watched);
					sample[seriesOf(watched.length)] = durationMs;
					sample[memoryOf(watched.length)] = memory;
				}

				return sample;
			},
		};
	},
};

function seriesOf(count: number): string {
	return count === 1 ? '1 node' : `${count} nodes`;
}

function memoryOf(count: number): string {
	return `memory, ${seriesOf(count)}`;
}

// From when the first line may be printed to when the last step is proven.
async function watch(lab: BenchLab, watched: readonly string[]) {
	const inLab = (name: string) => path.join(lab.directory, name);
	for (const file of [lab.journal, inLab('go'), ...watched.flatMap(node => [inLab(`waits-${node}`), inLab(`made-${node}`)])]) {
		rmSync(file, {force: true});
	}

	const run = lab.run(['run', '--yes', '--parallel', String(watched.length)]);
	// A run that ends before they all wait tells why.
	while (watched.some(node => !existsSync(inLab(`waits-${node}`))) && await Promise.race([run, setTimeout(50, 'runs')]) === 'runs') {
		// Not all of them yet.
	}

	const began = Date.now();
	writeFileSync(inLab('go'), '');
	await run;
	const {finished} = readStepTimes(readFileSync(lab.journal, 'utf8'));
	for (const node of watched) {
		await checkLog(lab.log(`flood-${node}`));
	}

	return {durationMs: Math.max(...watched.map(node => finished(`flood-${node}`))) - began, memory: Number(readFileSync(lab.environment.BENCH_MEMORY!, 'utf8'))};
}

// Every line, in its order.
async function checkLog(file: string) {
	let found = 0;
	for await (const line of createInterface({input: createReadStream(file)})) {
		found += line === String(found + 1) ? 1 : 0;
	}

	if (found !== lines) {
		throw new Error(`Line ${found + 1} of ${lines} is missing in ${file}`);
	}
}
