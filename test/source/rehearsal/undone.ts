import {expect} from 'vitest';
import {stepsOf} from '../../../source/plan/plan.js';
import type {Plan, Step} from '../../../source/plan/step.js';
import {teardownSteps} from '../../../source/plan/teardown.js';
import {undoneBy} from '../../../source/plan/undo.js';
import {type CoveringLab, type CoveringLabName, coveringLabs} from './covering-labs.js';
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
	const undone = new Set(steps.map(({kind}) => kind.replace(/^undo\./v, '')));
	const left = await lab.session.askUndo(wanted);
	// A registry that is no more can't be asked which images it has.
	const isAnswered = ({id}: Step) => !undone.has('gateway.registry') || stepsOf(lab.session.plan).find(step => step.id === undoneBy(id))!.heldBy === undefined;
	expect(stepsOf(left.plan).filter(step => isAnswered(step)).map(({id}) => id)).toEqual([]);
	return undone;
}

/**
What is undone of a covering lab, in turn. Everything is: what lies in the VMs, each by its own undo; what lies in the gateway, and the VMs that need it; all, the VMs and the server's own things.
*/
export function undoRounds(plan: Plan, undo: 'everything' | readonly string[]): ReadonlyArray<readonly Step[]> {
	const steps = offeredSteps(plan);
	if (undo !== 'everything') {
		return [steps.filter(({kind}) => undo.includes(kind))];
	}

	const gateways = new Set(plan.lab.gateways.map(({name}) => name));
	return [
		steps.filter(({stage}) => ['cni-networking', 'launch', 'dpu-plumbing', 'verification'].includes(stage)),
		steps.filter(({place, heldBy, takes}) => takes === undefined && gateways.has(heldBy ?? (place.kind === 'node' ? place.name : ''))),
		steps,
	];
}

export async function undoCoveringLab(lab: RehearsedLab, name: CoveringLabName): Promise<void> {
	const {undo = []}: CoveringLab = coveringLabs[name];
	for (const wanted of undoRounds(lab.session.plan, undo)) {
		const undone = await undoInLab(lab, wanted);
		expect(undone.size).toBeGreaterThan(0);
	}

	if (undo === 'everything') {
		expect(lab.rehearsal.world.libvirt.domains.size).toBe(0);
	}
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
