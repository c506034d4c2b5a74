import {UserError} from '../errors.js';
import {stepsOf} from '../plan/plan.js';
import {planRewind, rewindStages} from '../plan/rewind.js';
import {removalLines} from '../report/undo-preview.js';
import {exitStatus} from './exit-status.js';
import {isAgreed, runSteps} from './run.js';
import type {Command} from './surroundings.js';
import {withSession} from './with-session.js';

/**
Sets all VMs back to the end of a stage.
*/
export const command: Command = async context => {
	const [stage, ...rest] = context.given.positionals;
	if (stage === undefined || rest.length > 0) {
		throw new UserError('`rewind` wants one stage.', [`Snapshots are taken at the end of ${rewindStages.join(', ')}.`, '`dpu-wizard snapshots` lists those that are there.']);
	}

	return withSession(context, async (session, asking) => {
		const plan = planRewind(session.plan.lab, stage, new Date().toISOString());
		const steps = stepsOf(plan);
		const preview = () => [
			`This sets the VMs of the lab ${plan.lab.name} on ${plan.lab.server ?? ''} back; what happened in them since is lost:`,
			'',
			...steps.flatMap(step => removalLines(step)),
			'',
		].join('\n');
		if (!await isAgreed(context, {...session, plan}, steps, asking, preview)) {
			return asking.wasInterrupted() ? exitStatus.stopped : exitStatus.personNeeded;
		}

		return runSteps(context, session, {steps}, asking);
	});
};
