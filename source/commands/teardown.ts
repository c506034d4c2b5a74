import {UserError} from '../errors.js';
import {teardownSteps} from '../plan/teardown.js';
import {removalLines} from '../report/undo-preview.js';
import {exitStatus} from './exit-status.js';
import {noPositionals} from './positionals.js';
import {isAgreed, runSteps} from './run.js';
import type {Command} from './surroundings.js';
import {withSession} from './with-session.js';

/**
Removes everything that the lab made on its server, or only what runs in its VMs.
*/
export const command: Command = async context => {
	const {flags} = context.given;
	noPositionals(context.given);
	if (flags.has('clusters') && flags.has('packages')) {
		throw new UserError('--clusters leaves the VMs as they are, and so the server\'s packages too: one of the two.');
	}

	return withSession(context, async (session, asking) => {
		const what = flags.has('clusters') ? 'clusters' : (flags.has('packages') ? 'everything and packages' : 'everything');
		const steps = teardownSteps(session.plan, what);
		const preview = () => [
			`This removes ${what === 'clusters' ? 'the clusters in the VMs of' : 'everything of'} the lab ${session.plan.lab.name} on ${session.plan.lab.server ?? ''}; what is not the lab's is left, and so is what is gone already:`,
			...steps.flatMap(step => ['', ...removalLines(step)]),
			'',
		].join('\n');
		if (!await isAgreed(context, session, steps, asking, preview)) {
			return asking.wasInterrupted() ? exitStatus.stopped : exitStatus.personNeeded;
		}

		const status = await runSteps(context, session, {steps}, asking);
		if (what !== 'clusters' && status === exitStatus.done) {
			await session.tidy();
		}

		return status;
	});
};
