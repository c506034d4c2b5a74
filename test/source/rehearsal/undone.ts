import {expect} from 'vitest';
import {stepsOf} from '../../../source/plan/plan.js';
import type {Step} from '../../../source/plan/step.js';
import {teardownSteps} from '../../../source/plan/teardown.js';
import {offeredSteps, type RehearsedLab} from './harness.js';

/**
Undoes steps and what needs them, as `dpu-wizard undo` does, and proves that nothing is left. Resolves with the kinds that were undone by commands of their own.
*/
export async function undoInLab(lab: RehearsedLab, wanted: readonly Step[]): Promise<ReadonlySet<string>> {
	const undo = await lab.session.askUndo(wanted);
	const steps = stepsOf(undo.plan);
	const {state, trouble, ends} = await lab.runSteps(steps);
	expect({state, trouble}).toEqual({state: 'done', trouble: undefined});
	expect([...ends].filter(([, end]) => end !== 'done' && end !== 'already done')).toEqual([]);
	const left = await lab.session.askUndo(wanted);
	expect(stepsOf(left.plan).map(({id}) => id)).toEqual([]);
	return new Set(steps.map(({kind}) => kind.replace(/^undo\./v, '')));
}

/**
First what lies in the VMs, each by its own undo; then all, the VMs and the server's own things.
*/
export async function undoWholeLab(lab: RehearsedLab): Promise<void> {
	const steps = offeredSteps(lab.session.plan);
	const inVms = steps.filter(({stage}) => ['cni-networking', 'launch', 'dpu-plumbing', 'verification'].includes(stage));
	const undone = await undoInLab(lab, inVms);
	expect(undone.size).toBeGreaterThan(10);
	await undoInLab(lab, steps);
	expect(lab.rehearsal.world.libvirt.domains.size).toBe(0);
}

/**
Takes the clusters out of the VMs, and proves that nothing of them is left.
*/
export async function tearDownClusters(lab: RehearsedLab): Promise<void> {
	const steps = teardownSteps(lab.session.plan, 'clusters');
	const {state, trouble, ends} = await lab.runSteps(steps);
	expect({state, trouble}).toEqual({state: 'done', trouble: undefined});
	expect([...new Set(steps.filter(({id}) => ends.get(id) === 'done').map(({kind}) => kind))]).toEqual(['teardown.ovn-kubernetes', 'teardown.ovn', 'teardown.kubernetes']);
	const again = await lab.runSteps(steps);
	expect(again.ends.values().filter(end => end !== 'already done').toArray()).toEqual([]);
}

/**
Takes the lab down to the last of its traces.
*/
export async function tearDown(lab: RehearsedLab): Promise<void> {
	const steps = teardownSteps(lab.session.plan, 'everything');
	const {state, trouble, ends} = await lab.runSteps(steps);
	expect({state, trouble}).toEqual({state: 'done', trouble: undefined});
	expect(steps.filter(({id}) => !['done', 'already done'].includes(ends.get(id) ?? '')).map(({id}) => id)).toEqual([]);
	const {world} = lab.rehearsal;
	expect([world.libvirt.domains.size, world.nodes.size]).toEqual([0, 0]);
}
