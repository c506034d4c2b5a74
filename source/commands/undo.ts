import {UserError} from '../errors.js';
import {stepsOf} from '../plan/plan.js';
import {stepsNamed} from '../plan/selection.js';
import {undoPreview} from '../report/undo-preview.js';
import {exitStatus} from './exit-status.js';
import {isAgreed, runSteps} from './run.js';
import {type Command, tell} from './surroundings.js';
import {withSession} from './with-session.js';

/**
Removes what steps made, and before that what needs it.
*/
export const command: Command = async context => {
	const names = context.given.positionals;
	if (names.length === 0) {
		throw new UserError('`undo` wants to know which step.', ['`dpu-wizard status` tells which are done. For everything: dpu-wizard teardown']);
	}

	return withSession(context, async (session, asking) => {
		const wanted = stepsNamed(session.plan, names);
		const nothing = wanted.find(({undo}) => undo.length === 0);
		if (nothing && wanted.every(({undo}) => undo.length === 0)) {
			throw new UserError(`${nothing.id} made nothing that could be removed: it waits, or it looks.`, ['Undo what it needs instead: dpu-wizard checklist --format json names it.']);
		}

		const undo = await session.askUndo(wanted);
		const steps = stepsOf(undo.plan);
		if (steps.length === 0) {
			tell(context, `Nothing is left of ${names.join(', ')}.`);
			return exitStatus.done;
		}

		if (!await isAgreed(context, {...session, plan: undo.plan}, steps, asking, () => undoPreview(undo))) {
			return asking.wasInterrupted() ? exitStatus.stopped : exitStatus.personNeeded;
		}

		const status = await runSteps(context, session, {steps}, asking);
		if (status === exitStatus.done) {
			await session.tidy();
		}

		return status;
	});
};
