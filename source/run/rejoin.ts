import {knownJob} from '../connection/jobs/job.js';
import type {JobReport} from '../connection/jobs/list.js';
import {UserError} from '../errors.js';
import {type Place, placeName} from '../shell/place.js';
import type {Attempt, AttemptResult} from './attempt.js';
import type {Ran} from './command-run.js';
import {earlierJobs, placesOf} from './earlier-jobs.js';
import {describe} from './outcome-text.js';

/**
What is left to do after what an earlier wizard had started.
*/
export type Rejoined =
	| {readonly kind: 'nothing'}
	/**
	Its command has ended well; those from `next` on are left.
	*/
	| {readonly kind: 'ended'; readonly next: number}
	| {readonly kind: 'failed'; readonly result: AttemptResult};

/**
Replays what an earlier wizard left of a step, and follows what still runs to its end. `isFresh`: the places are asked anew.
*/
export async function rejoin(attempt: Attempt, isFresh = false): Promise<Rejoined> {
	for (const place of placesOf([attempt.options.step])) {
		const rejoined = await rejoinAt(attempt, place, isFresh);
		if (rejoined.kind !== 'nothing') {
			return rejoined;
		}
	}

	return {kind: 'nothing'};
}

/**
Replays a job and follows it to its end, without a part in it.
*/
export async function watch(attempt: Attempt, place: Place, report: JobReport): Promise<AttemptResult | undefined> {
	const ran = await replay(attempt, place, report);
	switch (ran.kind) {
		case 'ended well': {
			return undefined;
		}

		case 'gone': {
			return {kind: 'failed', exitCode: null, reason: `It ${describe(ran.outcome)}.`};
		}

		case 'result': {
			return ran.result;
		}
	}
}

async function rejoinAt(attempt: Attempt, place: Place, isFresh: boolean): Promise<Rejoined> {
	const reports = await earlier(attempt, place, isFresh);
	for (const report of reports) {
		const ran = await replay(attempt, place, report);
		if (report.state === 'running' && ran.kind !== 'gone') {
			return ran.kind === 'ended well' ? {kind: 'ended', next: report.index + 1} : {kind: 'failed', result: ran.result};
		}
	}

	// Whatever runs there next tells the place what was heard; a step that is done already may run nothing more.
	if (reports.length > 0) {
		await attempt.commands.ask(place, ':', {state: 'probing'});
	}

	return {kind: 'nothing'};
}

async function replay({options: {step, emit}, commands}: Attempt, place: Place, {name, index, attempt, state, secondsAgo}: JobReport): Promise<Ran> {
	commands.note(state === 'running'
		? `It has been running on ${placeName(place)} for ${secondsAgo} s (attempt ${attempt}): here is what it printed, and what it prints from here on`
		: `This is what it printed on ${placeName(place)} while nobody listened (attempt ${attempt}, ${secondsAgo} s ago)`);
	if (state === 'running') {
		emit({
			type: 'step.state', step: step.id, state: 'running', at: new Date().toISOString(),
		});
	}

	return commands.run({
		place, text: step.commands[index]?.text ?? '', job: commands.knownJob(name) ?? knownJob(name), index, count: step.commands.length, isBeside: step.commands[index]?.isBeside ?? false,
	});
}

// A place that can't be asked is told by the probe.
async function earlier({options: {places, step}}: Attempt, place: Place, isFresh: boolean): Promise<readonly JobReport[]> {
	try {
		const connection = await places.connect(place);
		return await earlierJobs(connection, step.id, isFresh);
	} catch (error) {
		if (error instanceof UserError) {
			return [];
		}

		throw error;
	}
}
