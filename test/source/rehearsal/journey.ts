import {expect} from 'vitest';
import {coveringLabs, type CoveringLabName} from './covering-labs.js';
import {
	offeredSteps,
	type RehearsedLab,
	type RehearsedOptions,
	rehearsedLab,
	type RunningOptions,
} from './harness.js';

/**
One of the covering labs, from nothing to its last verification and once more, when there is nothing to do.
*/
export async function makeCoveringLab(name: CoveringLabName): Promise<RehearsedLab> {
	const {variables, options, parallel}: {variables: Readonly<Record<string, string>>; options?: Parameters<typeof rehearsedLab>[1]; parallel: number} = coveringLabs[name];
	const lab = rehearsedLab({variables}, options);
	await runToTheEnd(lab, {parallel}, options?.faultEverywhere);
	return lab;
}

/**
Runs a lab to its end and once more, and proves both. Where each step goes wrong once, each is tried again once.
*/
export async function runToTheEnd(lab: RehearsedLab, options: RunningOptions = {}, fault?: RehearsedOptions['faultEverywhere']): Promise<void> {
	const steps = offeredSteps(lab.session.plan);
	const tried = new Set<string>();
	const first = await lab.runSteps(steps, {
		...options,
		async onTrouble({step}) {
			// What breaks comes back by itself.
			const isFirst = fault !== undefined && fault !== 'drop' && !tried.has(step.id);
			tried.add(step.id);
			// A text that two steps share went wrong for this one by now: the other's fault is left for the other.
			return isFirst ? {kind: 'retry', commands: step.commands.map(({text}) => `${text}\n# Again`)} : {kind: 'stop'};
		},
	});
	const last = first.troubles.at(-1);
	expect({state: first.state, ...(first.state !== 'done' && {step: last?.step.id, reason: last?.reason, output: first.output.slice(-1500)})}).toEqual({state: 'done'});
	expect(steps.filter(({id}) => !['done', 'already done'].includes(first.ends.get(id) ?? '')).map(({id}) => id)).toEqual([]);
	if (fault !== undefined) {
		// Whatever ran commands met its fault first; but what is only waited for may come by itself after a lie.
		const harmed = fault === 'drop' ? first.broken : tried;
		const unharmed = steps.filter(({id, commands}) => commands.some(({changesNothing}) => fault !== 'lie' || !changesNothing) && first.ends.get(id) === 'done' && !harmed.has(id));
		expect(unharmed.map(({id}) => id)).toEqual([]);
	}

	const second = await lab.runSteps(steps, options);
	expect([...second.ends].filter(([, end]) => end !== 'already done')).toEqual([]);
	expect(second.ends.size).toBe(steps.length);
}
