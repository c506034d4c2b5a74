import type {LabDefinition} from '../lab/definition.js';
import {statusDocument, statusText} from '../report/status.js';
import {exitStatus} from './exit-status.js';
import {labInUse} from './labs.js';
import {parallelOf} from './parallel.js';
import {noPositionals} from './positionals.js';
import {selectedSteps, withNeeds} from './selection.js';
import {openSession, withServer} from './session.js';
import {
	type Command,
	type Context,
	print,
	tell,
} from './surroundings.js';
import {terminalAsk} from './terminal-ask.js';

/**
What is done, asked of the lab by its probes; changes nothing.
*/
export const command: Command = async context => {
	noPositionals(context.given);
	parallelOf(context.given);
	return showStatus(context, withServer(await labInUse(context)));
};

/**
Asks the lab and prints what it says. Resolves with the exit status.
*/
export async function showStatus(context: Context, definition: LabDefinition): Promise<number> {
	const {ask, wasInterrupted} = terminalAsk(context);
	const session = openSession(definition, {
		...context,
		ask,
		onNote(text) {
			tell(context, text);
		},
	});
	const parallel = parallelOf(context.given);
	const asking = new AbortController();
	const forget = context.onInterrupt(() => {
		asking.abort();
	});
	try {
		const steps = selectedSteps(session.plan, context.given);
		// What they need tells whether their nodes can be asked at all.
		const standings = await session.probeAll(withNeeds(session.plan, steps), {signal: asking.signal, ...(parallel !== undefined && {parallel})});
		if (asking.signal.aborted) {
			return exitStatus.stopped;
		}

		print(context, context.given.flags.has('json') ? JSON.stringify(statusDocument(session.plan, steps, standings), undefined, 2) : statusText(session.plan, steps, standings));
		return steps.some(step => standings.get(step.id) === 'unreachable') ? exitStatus.unreachable : exitStatus.done;
	} catch (error) {
		if (wasInterrupted()) {
			return exitStatus.stopped;
		}

		throw error;
	} finally {
		forget();
		await session.close();
	}
}
