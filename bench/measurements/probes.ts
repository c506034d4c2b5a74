import type {Measurement} from '../measurement.js';

export const probes: Measurement = {
	name: 'probes',
	title: 'The probes of the documents\' lab and one worker more: nine machines, logins included',
	rounds: 7,
	ours: ['status'],
	budgets: [{what: 'status, from start to exit', value: 'status', atMost: 2000}],
	async open(bench) {
		const laboratory = await bench.laboratory();
		const lab = await laboratory.newLab(await bench.subject('engine'));
		return {
			async round() {
				let text = '';
				const status = await lab.run(['status', '--json'], chunk => {
					text += String(chunk);
				});
				checkStandings(text);
				return {status};
			},
		};
	},
};

/**
Every step must have been asked: a place that could not be reached is quick, and no measurement.
*/
export function checkStandings(text: string) {
	const {stages} = JSON.parse(text) as {readonly stages: ReadonlyArray<{readonly steps: ReadonlyArray<{readonly id: string; readonly state: string}>}>};
	const steps = stages.flatMap(stage => stage.steps);
	if (steps.length === 0) {
		throw new Error('No step was asked');
	}

	const unasked = steps.find(({state}) => state === 'unreachable');
	if (unasked) {
		throw new Error(`${unasked.id} could not be asked`);
	}
}
