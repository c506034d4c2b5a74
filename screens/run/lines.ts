import type {Step} from '../../source/plan/step.js';
import {placeName} from '../../source/shell/place.js';
import type {StyledLine} from '../components/line.js';
import {fieldSegments} from '../components/text-field.js';
import {
	cut,
	duration,
	fit,
	visible,
	wrap,
} from '../components/text.js';
import {sanitise} from '../output/sanitise.js';
import {colours, placeColour, stateMark} from '../theme.js';
import type {RunController} from './controller.js';
import {optionsOf} from './options.js';
import {runRows} from './rows.js';
import type {Editing} from './editing-state.js';
import type {RunScreenState} from './screen-state.js';
import {
	type StepProgress,
	doneCount,
	isActive,
	isSettled,
} from './state.js';

/**
How far the run is, in a line.
*/
export function summaryLine(run: RunController, now: number): StyledLine {
	const {progress, course} = run;
	const elapsed = progress.startedAt === undefined ? 0 : (progress.finishedAt ?? now) - progress.startedAt;
	const left = run.isOver ? undefined : run.left();
	const going = run.options.isWatching ? 'watching, read-only' : {going: 'running', stopping: 'stopping: no new step starts', cancelling: 'cancelling what runs'}[course];
	const standing = run.isOver ? overText(run) : (run.request ? 'waiting for you' : going);
	return [
		{text: standing, isBold: true, colour: run.isOver && progress.state !== 'done' ? colours.bad : colours.accent},
		{text: ` · ${doneCount(progress)} of ${progress.order.length} done · ${duration(elapsed)}${left === undefined ? '' : ` · usually ${duration(left)} left`}`},
		{text: progress.note === '' ? '' : ` · ${visible(progress.note)}`, isDim: true},
	];
}

function overText({progress, error}: RunController): string {
	if (error !== undefined) {
		return 'ended by an error';
	}

	switch (progress.state) {
		case 'done': {
			return 'all done';
		}

		case 'needs-you': {
			return 'stopped: a person is needed';
		}

		case 'lost': {
			return 'stopped: a place can\'t be reached';
		}

		case 'failed': {
			return 'stopped after a failure';
		}

		case 'stopped':
		case undefined: {
			return 'stopped';
		}
	}
}

/**
Stages and steps with their states.
*/
export function stepLines(run: RunController, chosen: number, stageTitle: (id: string) => string, {now, width}: {readonly now: number; readonly width: number}): readonly StyledLine[] {
	return runRows(run).map(({stage, step}, row): StyledLine => {
		const pointer = {text: row === chosen ? '❯ ' : '  ', colour: colours.accent};
		if (!step) {
			return [pointer, {text: stageTitle(stage), isBold: true}];
		}

		const told = run.progress.steps.get(step.id)!;
		const {glyph, colour} = stateMark(told.state);
		const time = timeOf(told, now);
		const right = `${told.state === 'waiting' ? '' : ` ${told.state}`}${time === '' ? '' : ` ${time}`}`;
		const title = `${step.title}  ${step.id}`;
		return [pointer, {text: `${glyph} `, colour}, {text: fit(title, Math.max(1, width - 4 - right.length)), isBold: row === chosen}, {text: right, colour}];
	});
}

function timeOf(told: StepProgress, now: number): string {
	if (isActive(told) && told.startedAt !== undefined) {
		return duration(now - told.startedAt);
	}

	return told.durationMs === undefined || told.state === 'already done' ? '' : duration(told.durationMs);
}

/**
The command that runs, or those that would, with where.
*/
export function commandLines(run: RunController, step: Step | undefined, width: number, height: number): readonly StyledLine[] {
	if (!step) {
		return [];
	}

	const told = run.progress.steps.get(step.id)!;
	const usual = run.options.pastRuns.usualDuration(step.id);
	const {place, text} = told.command ?? {place: step.commands[0]?.place ?? step.place, text: step.commands[0]?.text ?? step.manual ?? ''};
	const which = step.commands.length > 1 ? ` ${(told.command?.index ?? 0) + 1}/${step.commands.length}` : '';
	const note = (told.note ?? '') === '' ? '' : ` · ${visible(told.note!)}`;
	return [
		[{text: `on ${placeName(place)}`, colour: placeColour(place), isBold: true}, {text: `${which}${usual === undefined ? '' : ` · usually ${duration(usual)}`}${note}`, isDim: true}],
		...firstRows(text, width - 2, height - 1).map((row, index): StyledLine => [{text: index === 0 ? '$ ' : '  ', isDim: true}, {text: row}]),
	];
}

function firstRows(text: string, width: number, count: number): readonly string[] {
	// A command may hold a file of a hundred lines; only what is seen is wrapped.
	const rows = text.split('\n').slice(0, count + 1).flatMap(line => wrap(visible(line.replaceAll('\t', '  ')), width));
	return rows.length > count ? [...rows.slice(0, Math.max(0, count - 1)), `${cut(rows[Math.max(0, count - 1)] ?? '', width - 2)} …`] : rows;
}

/**
The last lines of a step's output, or those that were scrolled to.
*/
export function outputLines(run: RunController, step: Step | undefined, {scroll}: RunScreenState, height: number): readonly StyledLine[] {
	const output = step && run.output(step.id);
	return !output || height <= 0 ? [] : output.tail(height, scroll).map((text): StyledLine => [{text: sanitise(text)}]);
}

/**
Why a step ended as it did, where it is not done.
*/
export function reasonLines(run: RunController, step: Step | undefined, width: number): readonly StyledLine[] {
	const told = step && run.progress.steps.get(step.id);
	if (told?.reason === undefined || !isSettled(told)) {
		return [];
	}

	const {glyph, colour} = stateMark(told.state);
	return wrap(`${glyph} ${told.reason.split('\n').map(text => sanitise(text)).join('\n')}`, width).slice(0, 4).map((text): StyledLine => [{text, colour}]);
}

/**
What is asked, and the answers.
*/
export function requestLines(state: RunScreenState, run: RunController, width: number): readonly StyledLine[] {
	const options = optionsOf(run.request, run.isStopAsked);
	if (options.length === 0) {
		return [];
	}

	const chosen = Math.min(state.option, options.length - 1);
	return [
		...questionOf(run, width),
		...options.map(({key, label}, index): StyledLine => [
			{text: index === chosen ? '❯ ' : '  ', colour: colours.accent},
			{text: `${key}  `, isBold: true},
			{text: label, ...(index === chosen && {colour: colours.accent})},
		]),
	];
}

function questionOf(run: RunController, width: number): readonly StyledLine[] {
	if (run.isStopAsked) {
		return [[{text: run.request ? 'How should the run stop? Nothing runs at the moment.' : 'No new step starts. What becomes of the one that runs?', isBold: true, colour: colours.local}]];
	}

	if (run.request?.kind === 'approve') {
		const {step, scope} = run.request;
		return [
			[{text: scope === 'stage' ? `The next stage begins with ${step.id}. Run it?` : `Run ${step.id}?`, isBold: true, colour: colours.local}],
			...wrap(step.why, width).slice(0, 2).map((text): StyledLine => [{text, isDim: true}]),
		];
	}

	if (run.request?.kind === 'trouble') {
		const {trouble} = run.request;
		const {glyph, colour} = stateMark(trouble.state);
		const reason = trouble.reason.split('\n').map(text => sanitise(text)).join('\n');
		const shown = wrap(reason, width);
		return [
			[{text: `${glyph} ${trouble.step.id} ${trouble.state}`, isBold: true, colour}],
			...shown.slice(0, 3).map((text): StyledLine => [{text}]),
		];
	}

	return [];
}

/**
The commands that are being edited for this run.
*/
export function editLines({texts, row, field}: Editing, width: number): readonly StyledLine[] {
	return [
		[{text: 'These commands run this once, instead of the step\'s:', isBold: true, colour: colours.local}],
		...texts.map((text, index): StyledLine => {
			const pointer = {text: index === row ? '❯ ' : '  ', colour: colours.accent};
			const lines = text.split('\n');
			return field && index === row
				? [pointer, ...fieldSegments(field, {width: width - 2})]
				: [pointer, {text: cut(visible(lines[0]!), width - 14)}, {text: lines.length > 1 ? `  +${lines.length - 1} lines` : '', isDim: true}];
		}),
	];
}
