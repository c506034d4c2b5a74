import {expect, test} from 'vitest';
import {rehearsedLab} from './harness.js';
import {undoInLab} from './undone.js';

test('what the first stage made is undone to the last of it, also when the lab\'s own note is gone before, and is made again', async () => {
	const lab = rehearsedLab();
	const stages = ['base-vm'];
	const first = await lab.run({stages});
	expect(first.trouble).toBe(undefined);
	const undone = await undoInLab(lab, lab.session.plan.stages.find(({id}) => id === 'base-vm')!.steps);
	expect([...undone]).toContain('base-vm.bridge-filter');
	const again = await lab.run({stages});
	expect(again.trouble).toBe(undefined);
	expect(again.state).toBe('done');
}, 200_000);
