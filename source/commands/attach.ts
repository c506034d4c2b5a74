import type {RunEvent} from '../run/events.js';
import type {FoundJob} from '../run/attach.js';
import {makeNdjsonReporter} from '../report/ndjson.js';
import {makeTextReporter} from '../report/run-text.js';
import {stepsOf} from '../plan/plan.js';
import {placeName} from '../shell/place.js';
import {exitStatus, statusOfRun} from './exit-status.js';
import {gatheredWrites} from './gathered-writes.js';
import {labInUse} from './labs.js';
import {noPositionals} from './positionals.js';
import {openSession, withServer} from './session.js';
import {type Command, tell} from './surroundings.js';
import {terminalAsk} from './terminal-ask.js';

/**
Rejoins what runs in the lab, whoever started it, and watches it to its end. Changes nothing.
*/
export const command: Command = async context => {
	noPositionals(context.given);
	const {ask, wasInterrupted} = terminalAsk(context);
	const session = openSession(withServer(await labInUse(context)), {
		...context,
		ask,
		onNote(text) {
			tell(context, text);
		},
	});
	const watching = new AbortController();
	const forget = context.onInterrupt(() => {
		watching.abort();
	});
	const {write, flush} = gatheredWrites(context.output);

	try {
		const isJson = context.given.flags.has('json');
		const {holder, running} = await session.atWork();
		if (isJson) {
			write(`${JSON.stringify({type: 'attach.started', holder: holder ?? null, jobs: running.map(job => jobDocument(job))})}\n`);
		} else {
			write([...running.map(job => jobLine(job)), ...(running.length === 0 ? ['No step is running.'] : []), ''].join('\n'));
		}

		const report = isJson ? makeNdjsonReporter(write) : makeTextReporter(stepsOf(session.plan), write, {isWatching: true});
		const state = await session.attach({
			listen(event: RunEvent) {
				report(event);
			}, signal: watching.signal,
		});
		if (!isJson && state === 'stopped') {
			tell(context, 'What runs goes on there.');
		}

		return statusOfRun(state);
	} catch (error) {
		if (wasInterrupted()) {
			return exitStatus.stopped;
		}

		throw error;
	} finally {
		forget();
		flush();
		await session.close();
	}
};

const jobDocument = ({place, step, index, attempt, secondsAgo}: FoundJob) => ({
	step, command: index, attempt, place: placeName(place), secondsAgo,
});

const jobLine = ({place, step, index, secondsAgo}: FoundJob) => `${step}: command ${index + 1} has been running on ${placeName(place)} for ${secondsAgo} s`;
