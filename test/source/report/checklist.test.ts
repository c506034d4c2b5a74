import {expect, test} from 'vitest';
import {stepsOf} from '../../../source/plan/plan.js';
import {checklistDocument} from '../../../source/report/checklist-json.js';
import {checklistMarkdown} from '../../../source/report/checklist-markdown.js';
import {checklistText} from '../../../source/report/checklist-text.js';
import {makeChecklist} from '../../../source/report/checklist.js';
import {samplePlan} from './sample-plan.js';

const plan = samplePlan();
const whole = makeChecklist(plan, stepsOf(plan));

test('the text names the place of each command, and what needs root or deletes', () => {
	const lines = checklistText(whole).split('\n');
	expect(lines).toContain('      remote server, as root:');
	expect(lines).toContain('      remote server, deletes:');
	expect(lines).toContain('          rm -f told');
	expect(lines).toContain('      local host:');
	expect(lines).toContain('      You do this one: Wave at infra-3.');
	expect(lines).toContain('Teardown (teardown): runs only when it is named');
});

test('stages without a selected step are left out', () => {
	const text = checklistText(makeChecklist(plan, stepsOf(plan).filter(step => step.id === 'nodes.greet@infra-3')));
	expect(text).toContain('nodes.greet@infra-3');
	expect(text).not.toContain('First things');
});

test('every step has a box to tick in Markdown, and its own text can not become Markdown', () => {
	const markdown = checklistMarkdown(whole);
	expect(markdown.match(/^- \[ \] /gm)).toHaveLength(5);
	expect(markdown).toContain(String.raw`- [ ] **Write a \*note\*** ` + '`first.note`');
	expect(markdown).toContain('Because \\`it\\` is\\_needed.');
	// The command holds three backticks itself.
	expect(markdown).toContain('  ````bash\n');
});

test('the JSON has the form that the design fixes', () => {
	const {lab, stages} = checklistDocument(whole);
	expect(lab).toMatchObject({name: 'default', profile: 'offload'});
	expect(stages.map(({id}) => id)).toEqual(['first', 'nodes', 'teardown']);
	expect(stages[0]!.steps[1]).toMatchObject({
		id: 'first.server',
		title: 'Tell the server',
		node: null,
		needs: ['first.note'],
		manual: false,
		optional: false,
		probe: 'test -f told',
		undo: [],
		commands: [
			{
				where: {kind: 'remote'}, sudo: true, destructive: false, text: 'sudo true',
			},
			{
				where: {kind: 'remote'}, sudo: false, destructive: true, text: 'rm -f told',
			},
			{
				where: {kind: 'local'}, sudo: false, destructive: false, text: 'touch elsewhere',
			},
			{
				where: {kind: 'remote'}, sudo: false, destructive: false, text: 'touch told',
			},
		],
	});
	expect(stages[1]!.steps[0]).toMatchObject({
		id: 'nodes.greet@infra-2', node: 'infra-2', manual: true, optional: true, commands: [{where: {kind: 'node', name: 'infra-2'}}],
	});
	expect(stages[0]!.steps[0]!.undo).toEqual(['rm note']);
});
