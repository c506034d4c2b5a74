import {expect, test} from 'vitest';
import {newDefinition} from '../../../source/lab/defaults.js';
import {textOf} from '../../../screens/components/line.js';
import {proposedName} from '../../../screens/nodes/naming.js';
import {rowOf} from '../../../screens/nodes/rows.js';
import {
	type NodesAction,
	nodesState,
	type NodesState,
	typedProblem,
	updateNodes,
} from '../../../screens/nodes/state.js';
import {drawTopology} from '../../../screens/nodes/topology.js';

const lab = newDefinition('demo', {server: 'lab@host'});

const after = (state: NodesState, ...actions: readonly NodesAction[]): NodesState => {
	let current = state;
	for (const action of actions) {
		[current] = updateNodes(current, action);
	}

	return current;
};

const at = (array: keyof typeof lab.arrays, index?: number): NodesState => ({...nodesState(lab), row: rowOf(lab.arrays, array, index)});
const type = (text: string): NodesAction => ({kind: 'edit', edit: {kind: 'insert', text}});
const clear: NodesAction = {kind: 'edit', edit: {kind: 'delete to start'}};

test('a DPU is proposed by the next number that is free for it and for its host', () => {
	expect(proposedName('INFRA_DPU_LIST', lab)).toBe('infra-5');
	expect(proposedName('TENANT_WORKER_LIST', lab)).toBe('tenant-5');
});

test('a host that misses its DPU makes that DPU the proposal', () => {
	expect(proposedName('INFRA_DPU_LIST', {...lab, arrays: {...lab.arrays, INFRA_DPU_LIST: ['infra-2']}})).toBe('infra-3');
});

test('adding a DPU offers its host', () => {
	const offered = after(at('INFRA_DPU_LIST'), {kind: 'add'}, {kind: 'submit'});
	expect(offered.mode).toEqual({kind: 'offer', offer: {kind: 'add', array: 'TENANT_DPU_HOST_LIST', name: 'tenant-5'}});
	expect(after(offered, {kind: 'answer', isYes: true}).draft.arrays.TENANT_DPU_HOST_LIST).toEqual(['tenant-2', 'tenant-3', 'tenant-5']);
	expect(after(offered, {kind: 'answer', isYes: false}).draft.arrays.TENANT_DPU_HOST_LIST).toEqual(['tenant-2', 'tenant-3']);
});

test('removing or renaming one half of a pair offers the same for the other', () => {
	const removed = after(at('TENANT_DPU_HOST_LIST', 0), {kind: 'remove'}, {kind: 'answer', isYes: true});
	expect(removed.draft.arrays).toMatchObject({INFRA_DPU_LIST: ['infra-3'], TENANT_DPU_HOST_LIST: ['tenant-3']});
	const renamed = after(at('INFRA_DPU_LIST', 0), {kind: 'rename'}, clear, type('infra-31'), {kind: 'submit'}, {kind: 'answer', isYes: true});
	expect(renamed.draft.arrays).toMatchObject({INFRA_DPU_LIST: ['infra-31', 'infra-3'], TENANT_DPU_HOST_LIST: ['tenant-31', 'tenant-3']});
});

test('nodes can be moved, and every change undone', () => {
	const moved = after(at('INFRA_DPU_LIST', 0), {kind: 'reorder', by: 1});
	expect(moved.draft.arrays.INFRA_DPU_LIST).toEqual(['infra-3', 'infra-2']);
	expect(after(moved, {kind: 'undo'}).draft).toBe(lab);
});

test('several names are pasted as people and shells write them, and what breaks a rule is refused with the reason', () => {
	const pasted = after(at('TENANT_WORKER_LIST'), {kind: 'paste', text: 'TENANT_WORKER_LIST=("tenant-7" tenant-8,\n tenant-07 $(reboot))\n'});
	expect(pasted.draft.arrays.TENANT_WORKER_LIST).toEqual(['tenant-4', 'tenant-7', 'tenant-8']);
	expect(pasted.notices.join('\n')).toMatch(/tenant-07.*leading zeros/v);
	expect(pasted.notices.join('\n')).toContain('reboot');
});

test.each([
	'infra-02', 'infra-254', '-rf', '$(reboot)', 'infra-2; rm -rf /', 'infra-4\ninfra-6', '\'; id', 'infra-\u{0}4', 'ınfra-4', 'x'.repeat(10_000), 'infra-3',
])('the name %j is refused at the field, with a reason', name => {
	const typed = after(at('INFRA_DPU_LIST'), {kind: 'add'}, clear, type(name));
	expect(typedProblem(typed)?.reason).toMatch(/\w{3}/v);
	expect(after(typed, {kind: 'submit'})).toBe(typed);
});

test('a lab that breaks a rule is not saved, and the person is asked', () => {
	const broken = after(at('INFRA_DPU_LIST', 0), {kind: 'remove'}, {kind: 'answer', isYes: false});
	const [asked, effect] = updateNodes(broken, {kind: 'leave'});
	expect(effect).toBeUndefined();
	expect(asked.mode.kind).toBe('leave');
	expect(updateNodes(asked, {kind: 'discard'})[1]).toEqual({kind: 'back'});
});

test('the picture ties each DPU to its host, and shows who has no other half', () => {
	const picture = drawTopology({...lab, arrays: {...lab.arrays, TENANT_DPU_HOST_LIST: ['tenant-2']}}, 46).map(line => textOf(line));
	expect(picture.join('\n')).toMatch(/infra-2 DPU◄.*20 VF.*►host tenant-2/v);
	expect(picture.join('\n')).toMatch(/infra-3 DPU◄.*►no host/v);
	expect(Math.max(...picture.map(row => row.length))).toBeLessThanOrEqual(46);
});
