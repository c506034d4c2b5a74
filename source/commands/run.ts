import {PersonNeededError, UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {makeNdjsonReporter} from '../report/ndjson.js';
import {makeTextReporter} from '../report/run-text.js';
import {runPreview} from '../report/run-preview.js';
import {remoteServer} from '../shell/place.js';
import {exitStatus, statusOfRun} from './exit-status.js';
import {interruptible} from './interruptible.js';
import {labInUse} from './labs.js';
import {checkParallel} from './parallel.js';
import {noPositionals} from './positionals.js';
import {selectedSteps} from './selection.js';
import {openSession, type Session, withServer} from './session.js';
import {
	type Command,
	type Context,
	isPersonThere,
	tell,
} from './surroundings.js';
import {type TerminalAsk, terminalAsk} from './terminal-ask.js';

/**
Runs steps without the wizard, until one does not end well.
*/
export const command: Command = async context => {
	noPositionals(context.given);
	checkParallel(context.given);
	const definition = withServer(await labInUse(context));
	const asking = terminalAsk(context);
	const session = openSession(definition, {
		...context,
		ask: asking.ask,
		onNote(text) {
			tell(context, text);
		},
	});
	try {
		const steps = selectedSteps(session.plan, context.given);
		if (!await isAgreed(context, session, steps, asking)) {
			return asking.wasInterrupted() ? exitStatus.stopped : exitStatus.personNeeded;
		}

		return await runSteps(context, session, steps, asking);
	} catch (error) {
		if (asking.wasInterrupted()) {
			return exitStatus.stopped;
		}

		throw error;
	} finally {
		await session.close();
	}
};

async function runSteps(context: Context, session: Session, steps: readonly Step[], {wasUnanswered, askLine}: TerminalAsk): Promise<number> {
	const write = (text: string) => {
		context.output.write(text);
	};

	const report = context.given.flags.has('json') ? makeNdjsonReporter(write) : makeTextReporter(steps, write);
	// Who can't be reached at all is told as such, before any step is.
	await session.reach(remoteServer);
	const interrupts = interruptible(context, {askLine});
	try {
		const state = await session.run({
			steps,
			mode: 'until-failure',
			approve: async () => 'run',
			onTrouble: async () => ({kind: 'stop'}),
			listen: report,
			stopSignal: interrupts.stopSignal,
			cancelSignal: interrupts.cancelSignal,
			detachSignal: interrupts.detachSignal,
		});
		if (state !== 'done' && interrupts.stopSignal.aborted) {
			return exitStatus.stopped;
		}

		// The place is there, but wants an answer (a password) before it lets us in.
		return state === 'lost' && wasUnanswered() ? exitStatus.personNeeded : statusOfRun(state);
	} finally {
		interrupts.end();
	}
}

/**
Whether the person (or `--yes`) wants these steps to run. What stands apart destroys: then it takes the lab's name.
*/
async function isAgreed(context: Context, {plan}: Session, steps: readonly Step[], {askLine}: TerminalAsk): Promise<boolean> {
	const apart = plan.stages.filter(stage => stage.isApart && steps.some(step => step.stage === stage.id)).map(stage => stage.id);
	const yes = context.given.values.get('yes');
	const name = yes?.[0];
	if (name !== undefined && name !== plan.lab.name) {
		throw new UserError(`--yes names the lab ${JSON.stringify(name)}, and this is ${plan.lab.name}.`);
	}

	if (yes !== undefined && (name !== undefined || apart.length === 0)) {
		return true;
	}

	if (!isPersonThere(context)) {
		throw apart.length > 0
			? new PersonNeededError(`The stage ${apart.join(', ')} destroys, and nobody is there to agree.`, [`With \`--yes ${plan.lab.name}\` it does not ask.`])
			: new PersonNeededError('Nobody is there to agree to the run.', ['With `--yes` it does not ask.']);
	}

	tell(context, runPreview(plan, steps));
	const answer = apart.length > 0
		? await askLine(`This destroys. Type the lab's name (${plan.lab.name}) to go on: `)
		: await askLine('Run them? [y/N] ');
	const isYes = apart.length > 0 ? answer === plan.lab.name : /^y(?:es)?$/i.test(answer ?? '');
	if (!isYes) {
		tell(context, 'Nothing was run.');
	}

	return isYes;
}
