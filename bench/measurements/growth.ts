import type {BenchLab} from '../laboratory.js';
import type {Measurement, Sample} from '../measurement.js';
import {growthExponent} from '../statistics.js';
import {checkStandings} from './probes.js';

// DPUs with as many hosts; with the gateway, two control planes and a worker the last is 200 nodes.
const sizes = [2, 8, 20, 60, 98];

export const growth: Measurement = {
	name: 'growth',
	title: 'From 2 to 98 DPU pairs (200 nodes): checklist and probes, on stand-in hosts',
	rounds: 1,
	ours: [],
	units: {'checklist, exponent': '', 'probes, exponent': ''},
	budgets: [
		{what: 'the exponent of the checklist', value: 'checklist, exponent', atMost: 1.25},
		{what: 'the exponent of the probes', value: 'probes, exponent', atMost: 1.25},
	],
	async open(bench) {
		const laboratory = await bench.laboratory();
		const engine = await bench.subject('engine');
		const labs: Array<{readonly pairs: number; readonly lab: BenchLab}> = [];
		for (const pairs of sizes) {
			labs.push({pairs, lab: await laboratory.newLab(engine, {pairs})});
		}

		return {
			async round() {
				const sample: Record<string, number> = {};
				const points = {checklist: [] as Array<[number, number]>, probes: [] as Array<[number, number]>};
				for (const {pairs, lab} of labs) {
					const nodes = (pairs * 2) + 4;
					const checklist = await lab.run(['checklist', '--format', 'json']);
					let text = '';
					const asked = await lab.run(['status', '--json'], chunk => {
						text += String(chunk);
					});
					checkStandings(text);
					sample[`checklist, ${nodes} nodes`] = checklist;
					sample[`probes, ${nodes} nodes`] = asked;
					points.checklist.push([nodes, checklist]);
					points.probes.push([nodes, asked]);
				}

				return {...sample, 'checklist, exponent': growthExponent(points.checklist), 'probes, exponent': growthExponent(points.probes)} satisfies Sample;
			},
		};
	},
};
