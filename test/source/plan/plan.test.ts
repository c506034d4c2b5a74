import {expect, test} from 'vitest';
import {deriveLab} from '../../../source/lab/derive.js';
import {defaultDefinition} from '../../../source/lab/defaults.js';
import {makePlan, stepsOf} from '../../../source/plan/plan.js';
import {selectSteps} from '../../../source/plan/selection.js';
import {type StageDefinition, step, type StepDefinition} from '../../../source/plan/step.js';
import {sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';

const lab = deriveLab(defaultDefinition());

const simple = (id: string, more: Partial<StepDefinition> = {}): StepDefinition => step({
	id, title: id, why: 'A test.', at: remoteServer, probe: () => sh`true`, commands: () => [], ...more,
} as Parameters<typeof step>[0]);

const stage = (id: string, ...steps: readonly StepDefinition[]): StageDefinition => ({id, title: id, steps});
const forDpus = {for: (of: typeof lab) => of.dpus};

test('a step for several nodes is one step a node', () => {
	const plan = makePlan(lab, [stage('a', simple('a.x', forDpus))]);
	expect(stepsOf(plan).map(({id, node}) => [id, node])).toEqual([['a.x@infra-2', 'infra-2'], ['a.x@infra-3', 'infra-3']]);
});

test('a need of a node\'s step is the same node\'s, or all nodes\' where that node has none', () => {
	const plan = makePlan(lab, [stage('a', simple('a.x', forDpus), simple('a.y', {...forDpus, needs: ['a.x']}), simple('a.z', {needs: ['a.y']}))]);
	expect(stepsOf(plan).map(({needs}) => needs)).toEqual([[], [], ['a.x@infra-2'], ['a.x@infra-3'], ['a.y@infra-2', 'a.y@infra-3']]);
});

test('a need that the choices left out is met', () => {
	const plan = makePlan(lab, [stage('a', simple('a.x', {when: () => false}), simple('a.y', {needs: ['a.x']}))]);
	expect(stepsOf(plan).map(({id, needs}) => [id, needs])).toEqual([['a.y', []]]);
});

test('a catalogue that contradicts itself is refused', () => {
	expect(() => makePlan(lab, [stage('a', simple('a.x', {needs: ['a.q']}))])).toThrow(/a\.x needs a\.q, which is not in the catalogue/);
	expect(() => makePlan(lab, [stage('a', simple('a.x', {needs: ['a.y']}), simple('a.y'))])).toThrow(/a\.x needs a\.y, which comes after it/);
});

const plan = makePlan(lab, [
	stage('a', simple('a.x'), simple('a.y', forDpus)),
	stage('b', simple('b.x')),
	{...stage('c', simple('c.x')), isApart: true},
]);
const ids = (selection: Parameters<typeof selectSteps>[1]) => selectSteps(plan, selection).map(({id}) => id);

test('without a word everything is selected but what stands apart', () => {
	expect(ids({})).toEqual(['a.x', 'a.y@infra-2', 'a.y@infra-3', 'b.x']);
	expect(ids({stages: ['c']})).toEqual(['c.x']);
	expect(ids({only: ['c.x']})).toEqual(['c.x']);
});

test('a step without its node means all of its nodes', () => {
	expect(ids({only: ['a.y']})).toEqual(['a.y@infra-2', 'a.y@infra-3']);
	expect(ids({from: 'a.y'})).toEqual(['a.y@infra-2', 'a.y@infra-3', 'b.x']);
	expect(ids({to: 'a.y'})).toEqual(['a.x', 'a.y@infra-2', 'a.y@infra-3']);
	expect(ids({skip: ['a.y@infra-2', 'b.x']})).toEqual(['a.x', 'a.y@infra-3']);
});

test('a name that is not there is refused with the nearest one that is', () => {
	expect(() => ids({only: ['a.yy']})).toThrow(expect.objectContaining({advice: expect.arrayContaining(['Did you mean a.y?']) as string[]}) as Error);
	expect(() => ids({stages: ['bb']})).toThrow(/There is no stage "bb"/);
});
