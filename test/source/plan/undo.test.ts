import {expect, test} from 'vitest';
import {defaultDefinition} from '../../../source/lab/defaults.js';
import {deriveLab} from '../../../source/lab/derive.js';
import {makePlan, stepsOf} from '../../../source/plan/plan.js';
import {stepsNamed} from '../../../source/plan/selection.js';
import {rewindStages, planRewind} from '../../../source/plan/rewind.js';
import {teardownSteps} from '../../../source/plan/teardown.js';
import {planUndo, undoneBy} from '../../../source/plan/undo.js';

const lab = deriveLab({...defaultDefinition(), variables: {NUM_VF: '4', SNAPSHOTS: 'true'}});
const plan = makePlan(lab);
const undoOf = (...names: readonly string[]) => planUndo(plan, stepsNamed(plan, names));
const idsOf = (...names: readonly string[]) => stepsOf(undoOf(...names).plan).map(({id}) => undoneBy(id)!);

test('what needs a step is undone before it, the last first', () => {
	const ids = idsOf('launch.kubeconfig@infra-1', 'launch.init@tenant-1');
	expect(ids.indexOf('dpu-plumbing.ovn-kubernetes')).toBeLessThan(ids.indexOf('launch.ovn-kubernetes@tenant-1'));
	expect(ids.indexOf('launch.ovn-kubernetes@tenant-1')).toBeLessThan(ids.indexOf('launch.init@tenant-1'));
	expect(ids.at(-1)).toBe('launch.init@tenant-1');
});

test('an undo step waits for those that undo what needs it, also by way of steps that made nothing', () => {
	const {steps} = undoOf('gateway.registry').plan.stages[0]!;
	const registry = steps.find(({id}) => id === 'undo.gateway.registry@gw-1')!;
	// Through gateway.serves, which only waits.
	expect(registry.needs).toContain('undo.cni.mirror-ovnk');
	expect(steps.indexOf(registry)).toBe(steps.length - 1);
});

test('what lies in a VM is not touched where its disk goes', () => {
	const {plan: undo, fallen} = undoOf('remaining-vms.clone@infra-1');
	const ids = stepsOf(undo).map(({id}) => undoneBy(id));
	expect(ids).toEqual(expect.arrayContaining(['remaining-vms.start@infra-1', 'remaining-vms.define@infra-1', 'remaining-vms.clone@infra-1']));
	expect(ids).not.toContain('launch.init@infra-1');
	expect(fallen).toContainEqual(expect.objectContaining({step: expect.objectContaining({id: 'launch.init@infra-1'}) as unknown, how: {kind: 'goes with the disk', node: 'infra-1'}}));
	// Another node's part in that cluster does not go by itself.
	expect(ids).toContain('launch.join@infra-2');
});

test('what lies in a VM stays where the VM is only switched off', () => {
	const {fallen} = undoOf('gateway.start@gw-1');
	expect(fallen).toContainEqual(expect.objectContaining({step: expect.objectContaining({id: 'gateway.registry@gw-1'}) as unknown, how: {kind: 'stays on the disk', node: 'gw-1'}}));
	expect(fallen).toContainEqual(expect.objectContaining({step: expect.objectContaining({id: 'cni.mirror-ovnk'}) as unknown, how: {kind: 'stays on the disk', node: 'gw-1'}}));
});

test('no step of a teardown is an undo\'s business', () => {
	expect(idsOf('base-vm.packages').filter(id => id.startsWith('teardown.'))).toEqual([]);
});

test('a teardown leaves the clusters to their VMs, or takes only them', () => {
	const everything = teardownSteps(plan, 'everything');
	expect(everything.filter(({optional}) => optional)).toEqual([]);
	expect(everything.at(-1)!.id).toBe('teardown.notes');
	const known = new Set(everything.map(({id}) => id));
	expect(everything.flatMap(({needs}) => needs).filter(need => !known.has(need))).toEqual([]);
	const clusters = teardownSteps(plan, 'clusters');
	expect(new Set(clusters.map(({kind}) => kind))).toEqual(new Set(['teardown.ovn-kubernetes', 'teardown.ovn', 'teardown.kubernetes']));
});

test('packages go on request only, before it is forgotten which were added', () => {
	const ids = teardownSteps(plan, 'everything and packages').map(({id}) => id);
	expect(teardownSteps(plan, 'everything').some(({id}) => id.includes('packages'))).toBe(false);
	expect(ids.slice(-4)).toEqual(['teardown.files', 'undo.cni.tools', 'undo.base-vm.packages', 'teardown.notes']);
});

test('a rewind is proved by its own note, or an old one would prove it', () => {
	const [first] = stepsOf(planRewind(lab, 'launch', '2026-11-01T00:00:00.000Z'));
	const [second] = stepsOf(planRewind(lab, 'launch', '2026-11-02T00:00:00.000Z'));
	expect(first!.probe.text).not.toBe(second!.probe.text);
	expect(first!.commands.at(-1)!.text).toContain('2026-11-01');
	expect(() => planRewind(lab, 'lunch', '')).toThrow(/no way back/v);
	expect(rewindStages).toContain('remaining-vms');
});

test('a rewind to before the other VMs removes them, and one to after keeps them', () => {
	const text = (stage: string) => stepsOf(planRewind(lab, stage, 'now'))[0]!.commands.map(command => command.text).join('\n');
	expect(text('gateway')).toContain('virsh undefine infra-2');
	expect(text('launch')).not.toContain('virsh undefine');
});

test('the snapshot of a stage comes after all its steps, and is left out unless it was chosen', () => {
	const {steps} = plan.stages.find(({id}) => id === 'launch')!;
	expect(steps.at(-1)).toMatchObject({id: 'launch.snapshot', isAlone: true});
	expect(steps.at(-1)!.needs).toEqual(expect.arrayContaining(steps.slice(0, -1).map(({id}) => id)));
	expect(stepsOf(makePlan(deriveLab(defaultDefinition()))).filter(({kind}) => kind.endsWith('.snapshot'))).toEqual([]);
});
