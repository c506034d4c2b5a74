import {expect, test} from 'vitest';
import {readArguments} from '../../../source/commands/arguments.js';
import {selectedSteps, withNeeds} from '../../../source/commands/selection.js';
import {samplePlan} from '../report/sample-plan.js';

const plan = samplePlan();
const ids = (steps: ReadonlyArray<{readonly id: string}>) => steps.map(({id}) => id);
const selected = (...argv: readonly string[]) => selectedSteps(plan, readArguments(['run', ...argv]));

test('a step without its node means all of its nodes; what stands apart must be named', () => {
	expect(ids(selected('--only', 'nodes.greet'))).toEqual(['nodes.greet@infra-2', 'nodes.greet@infra-3']);
	expect(ids(selected('--from', 'nodes.greet@infra-3'))).toEqual(['nodes.greet@infra-3']);
	expect(ids(selected('--stage', 'teardown'))).toEqual(['teardown.all']);
	expect(ids(selected('--skip', 'nodes.greet'))).toEqual(['first.note', 'first.server']);
});

test('a selection that leaves nothing is refused', () => {
	expect(() => selected('--only', 'first.note', '--skip', 'first.note')).toThrow('No step is left');
});

test('the needs of a step come with it, also those of its needs', () => {
	expect(ids(withNeeds(plan, selected('--only', 'nodes.greet@infra-3')))).toEqual(['first.note', 'first.server', 'nodes.greet@infra-3']);
});
