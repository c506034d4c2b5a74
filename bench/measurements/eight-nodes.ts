import {rmSync} from 'node:fs';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import type {Measurement} from '../measurement.js';
import {spent} from '../processes.js';
import {stepTimes} from '../step-times.js';
import type {WrittenStep} from '../written-step.js';

const names = ['gw-1', 'infra-1', 'infra-2', 'infra-3', 'tenant-1', 'tenant-2', 'tenant-3', 'tenant-4'];

// Each node is reached by a step before: what is measured is the step, on connections that are open.
const stepsFor = (nodes: readonly string[]) => (directory: string): readonly WrittenStep[] => {
	const made = (id: string) => ({id, probe: `test -e ${directory}/${id}`, command: `echo making; touch ${directory}/${id}`});
	return [
		...nodes.map(node => ({...made(`reach-${node}`), node, needs: []})),
		{...made('all-reached'), needs: nodes.map(node => `reach-${node}`)},
		...nodes.map(node => ({...made(`step-${node}`), node, needs: ['all-reached']})),
	];
};

export const eightNodes: Measurement = {
	name: 'eight-nodes',
	title: 'A trivial step on eight nodes beside one on one node',
	rounds: 9,
	ours: ['one node', 'eight nodes', 'eight nodes, with logins'],
	budgets: [{
		what: 'eight nodes', value: 'eight nodes', per: 'one node', atMost: 3,
	}],
	async open(bench) {
		const laboratory = await bench.laboratory();
		const engine = await bench.subject('engine');
		const labOf = async (nodes: readonly string[]) => {
			const steps = stepsFor(nodes);
			const lab = await laboratory.newLab(engine, {steps});
			return async () => {
				for (const {id} of steps(lab.directory)) {
					rmSync(path.join(lab.directory, id), {force: true});
				}

				const {started, finished} = await stepTimes(lab, ['run', '--yes', '--json']);
				const last = (prefix: string) => Math.max(...nodes.map(node => finished(`${prefix}-${node}`)));
				return {warm: last('step') - finished('all-reached'), cold: last('reach') - Math.min(...nodes.map(node => started(`reach-${node}`)))};
			};
		};

		// What the machine itself makes of eight at once: three commands each, as a step has.
		const ssh = async (count: number) => {
			const started = performance.now();
			await Promise.all(laboratory.sshToHosts.slice(0, count).map(async ([file, ...argv]) => {
				for (const command of ['test ! -e /nowhere', 'echo making; touch ~/made', 'test -e ~/made']) {
					await spent(file!, [...argv, command]);
				}
			}));
			return performance.now() - started;
		};

		const [one, eight] = [await labOf(['gw-1']), await labOf(names)];
		return {
			async round() {
				const [ofOne, ofEight] = [await one(), await eight()];
				return {
					'one node': ofOne.warm, 'eight nodes': ofEight.warm, 'eight nodes, with logins': ofEight.cold, 'ssh, one node': await ssh(1), 'ssh, eight nodes': await ssh(names.length),
				};
			},
		};
	},
};
