import {PersonNeededError, UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {makeNdjsonReporter} from '../report/ndjson.js';
import {makeTextReporter} from '../report/run-text.js';
import {runPreview} from '../report/run-preview.js';
import {remoteServer} from '../shell/place.js';
import {exitStatus, statusOfRun} from './exit-status.js';
import {gatheredWrites} from './gathered-writes.js';
import {interruptible} from './interruptible.js';
import {labInUse} from './labs.js';
import {parallelOf} from './parallel.js';
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
	const parallel = parallelOf(context.given);
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

		return await runSteps(context, session, {steps, ...(parallel !== undefined && {parallel})}, asking);
	} catch (error) {
		if (asking.wasInterrupted()) {
			return exitStatus.stopped;
		}

		throw error;
	} finally {
		await session.close();
	}
};

/**
Runs steps and tells of them as the arguments want it. Resolves with the exit status.
*/
export async function runSteps(context: Context, session: Session, what: {readonly steps: readonly Step[]; readonly parallel?: number}, {wasUnanswered, askLine}: TerminalAsk): Promise<number> {
	const {write, flush} = gatheredWrites(context.output);
	const report = context.given.flags.has('json') ? makeNdjsonReporter(write) : makeTextReporter(what.steps, write);
	// Who can't be reached at all is told as such, before any step is.
	await session.reach(remoteServer);
	const interrupts = interruptible(context, {askLine});
	try {
		const state = await session.run({
			...what,
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
		flush();
	}
}

/**
Whether the person (or `--yes`) wants these steps to run. What destroys (a stage that stands apart, or a step that has something to remove) takes the lab's name.
*/
export async function isAgreed(context: Context, session: Pick<Session, 'plan' | 'probeAll'>, steps: readonly Step[], {askLine}: TerminalAsk, preview = runPreview): Promise<boolean> {
	const {plan} = session;
	const apart = plan.stages.filter(stage => stage.isApart && !stage.isHarmless && steps.some(step => step.stage === stage.id)).map(stage => `the stage ${stage.id}`);
	const yes = context.given.values.get('yes');
	const name = yes?.[0];
	if (name !== undefined && name !== plan.lab.name) {
		throw new UserError(`--yes names the lab ${JSON.stringify(name)}, and this is ${plan.lab.name}.`);
	}

	const destroying = name === undefined ? [...apart, ...await removing(session, steps)] : [];
	if (yes !== undefined && destroying.length === 0) {
		return true;
	}

	if (!isPersonThere(context)) {
		throw destroying.length > 0
			? new PersonNeededError(`This destroys, and nobody is there to agree: ${destroying.join(', ')}.`, [`With \`--yes ${plan.lab.name}\` it does not ask.`])
			: new PersonNeededError('Nobody is there to agree to the run.', ['With `--yes` it does not ask.']);
	}

	tell(context, preview(plan, steps));
	const answer = destroying.length > 0
		? await askLine(`This destroys (${destroying.join(', ')}). Type the lab's name (${plan.lab.name}) to go on: `)
		: await askLine('Run them? [y/N] ');
	const isYes = destroying.length > 0 ? answer === plan.lab.name : /^y(?:es)?$/i.test(answer ?? '');
	if (!isYes) {
		tell(context, 'Nothing was run.');
	}

	return isYes;
}

/**
The steps that delete something, and have it to delete: asked of the lab, because a lab that keeps its profile has nothing that makes way.
*/
async function removing(session: Pick<Session, 'plan' | 'probeAll'>, steps: readonly Step[]): Promise<readonly string[]> {
	const apart = new Set(session.plan.stages.filter(stage => stage.isApart).map(stage => stage.id));
	const deleting = steps.filter(step => !apart.has(step.stage) && step.commands.some(({destructive}) => destructive));
	if (deleting.length === 0) {
		return [];
	}

	const standings = await session.probeAll(deleting);
	return deleting.filter(step => standings.get(step.id) === 'not done').map(step => step.id);
}
