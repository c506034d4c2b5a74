import type {Places} from '../connection/connection.js';
import {stepsOf} from '../plan/plan.js';
import type {Plan, Step} from '../plan/step.js';
import {
	goneProbe,
	planUndo,
	type UndoPlan,
	undoneBy,
	withoutGone,
} from '../plan/undo.js';
import {probeAll} from './probe-all.js';

/**
What undoing these steps comes to, asked of the lab: what is left of them and of what needs them. Changes nothing.
*/
export async function askUndo(plan: Plan, wanted: readonly Step[], places: Places, signal?: AbortSignal): Promise<UndoPlan> {
	const undo = planUndo(plan, wanted);
	const undone = new Set(stepsOf(undo.plan).map(({id}) => undoneBy(id)));
	const offered = stepsOf({...plan, stages: plan.stages.filter(({isApart}) => !isApart)});
	// Whether a node is up is told by what its steps need, so everything is asked, in one round.
	const asks = offered.filter(({id}) => undone.has(id)).map((step): Step => ({...step, id: `gone ${step.id}`, probe: goneProbe(step)}));
	const standings = await probeAll([...offered, ...asks], places, {...(signal && {signal})});
	return withoutGone(
		undo,
		({id}) => standings.get(`gone ${undoneBy(id)}`) === 'done',
		({id}) => standings.get(id) === 'done',
	);
}
