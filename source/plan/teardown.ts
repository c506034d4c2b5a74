import {stepsOf} from './plan.js';
import type {Plan, Step} from './step.js';
import {planUndo, undoneBy} from './undo.js';

export type TeardownWhat = 'everything' | 'everything and packages' | 'clusters';

const packageSteps = new Set(['cni.tools', 'base-vm.packages']);

/**
The steps of a teardown. The clusters go with their VMs, so their own steps are only for a lab whose VMs stay. Packages are removed on request alone, when
everything that used them is gone and while it is still noted which they are.
*/
export function teardownSteps(plan: Plan, what: TeardownWhat): readonly Step[] {
	const all = plan.stages.find(({id}) => id === 'teardown')?.steps ?? [];
	if (what === 'clusters') {
		return all.filter(({optional}) => optional);
	}

	const steps = all.filter(({optional}) => !optional).map(step => ({...step, needs: step.needs.filter(need => !all.find(({id}) => id === need)?.optional)}));
	if (what === 'everything') {
		return steps;
	}

	const undone = planUndo(plan, stepsOf(plan).filter(({kind}) => packageSteps.has(kind)));
	const removals = stepsOf(undone.plan).filter(({id}) => packageSteps.has(undoneBy(id) ?? '')).map(step => ({...step, needs: []}));
	const last = steps.findIndex(({kind}) => kind === 'teardown.notes');
	return [...steps.slice(0, last), ...removals.map(step => ({...step, stage: 'teardown', needs: ['teardown.files']})), ...steps.slice(last)];
}
