import {createReadStream} from 'node:fs';
import type {Step} from '../plan/step.js';
import {labDirectory} from '../lab/paths.js';
import {explainError} from '../report/error-text.js';
import {
	type Finding,
	findingTitle,
	type LabReport,
	labReportMarkdown,
	labReportText,
} from '../report/lab-report.js';
import {type Question, versionQuestions} from '../report/versions.js';
import {openHistory} from '../run/history-files.js';
import {selectSteps} from '../plan/selection.js';
import {placeName} from '../shell/place.js';
import {version} from '../version.js';
import {exitStatus} from './exit-status.js';
import {labInUse} from './labs.js';
import {noPositionals} from './positionals.js';
import {openSession, type Session, withServer} from './session.js';
import {
	type Command,
	type Context,
	print,
	tell,
} from './surroundings.js';
import {terminalAsk} from './terminal-ask.js';

/**
What the lab is, where it stands and what was found there: for a person, and for an issue. Changes nothing.
*/
export const command: Command = async context => {
	noPositionals(context.given);
	const definition = withServer(await labInUse(context));
	const {ask} = terminalAsk(context);
	const session = openSession(definition, {
		...context,
		ask,
		onNote(text) {
			tell(context, text);
		},
	});
	try {
		const report = await makeReport(context, session);
		print(context, context.given.values.get('format')?.[0] === 'markdown' ? labReportMarkdown(report) : labReportText(report));
		return exitStatus.done;
	} finally {
		await session.close();
	}
};

async function makeReport(context: Context, session: Session): Promise<LabReport> {
	const {plan} = session;
	const steps = selectSteps(plan, {});
	const standings = await session.probeAll(steps);
	const asked = steps.flatMap(step => step.evidence === undefined ? [] : [{step, evidence: step.evidence}]);
	const isUp = (step: Step) => standings.get(step.id) !== 'unreachable';
	return {
		plan,
		version,
		at: new Date(),
		standings,
		versions: await each(versionQuestions(plan.lab), async question => inquire(context, session, question)),
		evidence: await each(asked, async ({step, evidence}) => {
			const question = {title: findingTitle(step), place: evidence.place ?? step.place, command: evidence};
			return isUp(step) ? inquire(context, session, question) : remembered(context, session, step, question);
		}),
	};
}

// One after another at a place, places side by side.
async function each<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
	const results: Result[] = [];
	for (const item of items) {
		results.push(await work(item));
	}

	return results;
}

const mostBytes = 20_000;
const patienceMs = 60_000;

async function inquire(context: Context, session: Session, {title, place, command: question}: Question): Promise<Finding> {
	const finding = {title, place: placeName(place), command: question.text};
	const decoder = new TextDecoder();
	let output = '';
	try {
		const connection = await session.places.connect(place);
		const outcome = await connection.execute(`{\n${question.text}\n} 2>&1 </dev/null`, {
			signal: AbortSignal.timeout(patienceMs),
			onOutput(_stream, chunk) {
				if (output.length < mostBytes) {
					output += decoder.decode(chunk, {stream: true});
				}
			},
		});
		return {
			...finding, output, ...(outcome.kind !== 'exited' && {note: 'broken off'}), ...(outcome.kind === 'exited' && outcome.code !== 0 && {note: `exit status ${outcome.code}`}),
		};
	} catch (error) {
		return {...finding, output: '', note: `could not be asked: ${explainError(error, context.home)[0] ?? ''}`};
	}
}

// What the step printed when it ran last, where the lab itself can't be asked.
async function remembered({home}: Context, {plan}: Session, step: Step, {title, place, command: question}: Question): Promise<Finding> {
	const history = openHistory(labDirectory(plan.lab.name, home));
	const log = history.lastLog(step.id);
	history.close();
	const finding = {title, place: placeName(place), command: question.text};
	return log === undefined
		? {...finding, output: '', note: 'could not be asked, and was not run from here'}
		: {...finding, output: await tail(log), note: 'could not be asked: this is what its last run printed'};
}

async function tail(file: string): Promise<string> {
	let text = '';
	for await (const chunk of createReadStream(file, {encoding: 'utf8'}) as AsyncIterable<string>) {
		text = (text + chunk).slice(-mostBytes);
	}

	return text;
}
