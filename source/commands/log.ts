import type {Buffer} from 'node:buffer';
import {createReadStream} from 'node:fs';
import {UserError} from '../errors.js';
import {labDirectory} from '../lab/paths.js';
import {nearest} from '../plan/nearest.js';
import {makePlan, stepsOf} from '../plan/plan.js';
import {LineSplitter, linesText} from '../report/line-splitter.js';
import {sanitiseLines} from '../report/sanitise.js';
import {openHistory, readJournal} from '../run/history-files.js';
import {labToRead} from './labs.js';
import {type Command, type Context, tell} from './surroundings.js';

/**
A step's last output; without a step, that of the one that ran last.
*/
export const command: Command = async context => {
	const [given, ...rest] = context.given.positionals;
	if (rest.length > 0) {
		throw new UserError('`log` shows one step.');
	}

	const lab = await labToRead(context);
	const directory = labDirectory(lab.name, context.home);
	const step = given ?? lastStep(directory);
	const history = openHistory(directory);
	const log = step === undefined ? undefined : history.lastLog(step);
	history.close();
	if (step === undefined) {
		throw new UserError(`No step of the lab ${lab.name} was run from here yet.`);
	}

	if (log === undefined) {
		const ids = stepsOf(makePlan(lab, context.catalogue)).map(({id}) => id);
		throw ids.includes(step)
			? new UserError(`The step ${step} was not run from here yet.`)
			: new UserError(`There is no step ${JSON.stringify(step)} in this lab.`, [`Did you mean ${nearest(step, ids)}?`]);
	}

	tell(context, log);
	await show(log, context);
	return 0;
};

function lastStep(directory: string): string | undefined {
	const entry = readJournal(directory).findLast(({type}) => type === 'step.started');
	return typeof entry?.step === 'string' ? entry.step : undefined;
}

// Whole and raw into a file or a pipe; a terminal gets it without control sequences.
async function show(log: string, {output}: Context) {
	const splitter = new LineSplitter();
	for await (const chunk of createReadStream(log) as AsyncIterable<Uint8Array>) {
		const piece = output.isTTY ? shown(splitter.write(chunk)) : chunk;
		if (!output.write(piece) && !output.destroyed) {
			await new Promise(resolve => {
				output.once('drain', resolve);
				output.once('close', resolve);
			});
		}
	}

	output.write(shown(splitter.end()));
}

const shown = (lines: Buffer | undefined) => lines === undefined ? '' : `${sanitiseLines(linesText(lines))}\n`;
