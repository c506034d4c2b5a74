import type {BenchLab} from './laboratory.js';

type Event = {readonly type: string; readonly step?: string; readonly at?: string; readonly state?: string; readonly durationMs?: number};

/**
When the steps of a run started and ended, in milliseconds, as its events tell. `step` is without its stage.
*/
export type StepTimes = {
	readonly started: (step: string) => number;
	readonly finished: (step: string) => number;
};

/**
Runs a command that prints a run's events. Rejects where a step is not done.
*/
export async function stepTimes(lab: BenchLab, argv: readonly string[]): Promise<StepTimes> {
	let text = '';
	await lab.run(argv, chunk => {
		text += String(chunk);
	});
	return readStepTimes(text);
}

export function readStepTimes(text: string): StepTimes {
	const events = text.split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Event);
	const bad = events.find(({type, state}) => type === 'step.finished' && state !== 'done');
	if (bad) {
		throw new Error(`${bad.step} is ${bad.state}, and should have run`);
	}

	const at = (type: string, step: string) => {
		const event = events.find(each => each.type === type && each.step === `bench.${step}`);
		if (event?.at === undefined) {
			throw new Error(`The run tells of no ${type} of ${step}`);
		}

		return Date.parse(event.at);
	};

	return {started: step => at('step.started', step), finished: step => at('step.finished', step)};
}
