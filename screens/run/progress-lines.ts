import type {Step} from '../../source/plan/step.js';
import {pathText} from '../../source/run/critical-path.js';
import type {ExpectedLeft} from '../../source/run/expected-left.js';
import {placeName} from '../../source/shell/place.js';
import type {StyledLine} from '../components/line.js';
import {
	count,
	duration,
	fit,
	visible,
} from '../components/text.js';
import {
	colours,
	nodeColour,
	placeColour,
	stateMark,
} from '../theme.js';
import type {RunController} from './controller.js';
import {activeRows, runRows} from './rows.js';
import {
	type StepProgress,
	activeSteps,
	doneCount,
	isActive,
} from './state.js';

/**
How far the run is, in a line.
*/
export function summaryLine(run: RunController, now: number): StyledLine {
	const {progress} = run;
	const elapsed = progress.startedAt === undefined ? 0 : (progress.finishedAt ?? now) - progress.startedAt;
	return [
		{text: standingOf(run), isBold: true, colour: run.isOver && progress.state !== 'done' ? colours.bad : colours.accent},
		{text: ` · ${doneCount(progress)} of ${progress.order.length} done · ${duration(elapsed)}${run.isOver ? '' : leftText(run.left(now))}`},
		{text: progress.note === '' ? '' : ` · ${visible(progress.note)}`, isDim: true},
	];
}

function standingOf(run: RunController): string {
	if (run.isOver) {
		return overText(run);
	}

	const active = activeSteps(run.progress).length;
	if (run.request) {
		return active === 0 ? 'waiting for you' : `waiting for you, ${active} running`;
	}

	return run.options.isWatching ? 'watching, read-only' : {going: active > 1 ? `running ${active} steps` : 'running', stopping: 'stopping: no new step starts', cancelling: 'cancelling what runs'}[run.course];
}

// Only what this person's own runs have shown is told.
function leftText({ms, untimed}: ExpectedLeft): string {
	if (untimed === 0) {
		return ` · about ${duration(ms)} left`;
	}

	return ms === 0 ? ' · time left unknown' : ` · at least ${duration(ms)} left`;
}

/**
A line for each step that runs: where, what, since when, and what it usually takes; then the critical path. Nothing where only one runs; what does not fit is counted.
*/
export function activeLines(run: RunController, chosen: Step | undefined, {now, width, height}: {readonly now: number; readonly width: number; readonly height: number}): readonly StyledLine[] {
	const rows = runRows(run);
	const active = activeRows(run).map(row => rows[row]!.step!);
	if (active.length < 2) {
		return [];
	}

	const seen = inSight(active, chosen, height - 1);
	const lines = seen.map((step): StyledLine => {
		const told = run.progress.steps.get(step.id)!;
		const place = told.command?.place ?? step.place;
		const usual = run.options.pastRuns.usualDuration(step.id);
		const right = ` ${timeOf(told, now)}${usual === undefined ? '' : ` of ~${duration(usual)}`}`;
		const {glyph, colour} = stateMark(told.state);
		return [
			{text: step === chosen ? '❯ ' : '  ', colour: colours.accent},
			{text: `${glyph} `, colour},
			{text: fit(step.node ?? placeName(place), placeColumns), colour: step.node === undefined ? placeColour(place) : nodeColour(step.node)},
			{text: fit(step.title, Math.max(1, width - 4 - placeColumns - right.length)), isBold: step === chosen},
			{text: right},
		];
	});
	const unseen: readonly StyledLine[] = seen.length === active.length ? [] : [[{text: `    and ${count(active.length - seen.length, 'more step')}: Tab turns to the next`, isDim: true}]];
	return [...lines, ...unseen, criticalPathLine(run, now, width)];
}

// What the end of the run waits for: who wants it sooner looks there.
function criticalPathLine(run: RunController, now: number, width: number): StyledLine {
	const label = 'critical path: ';
	return [{text: `  ${label}${pathText(run.criticalPath(now).map(({id}) => id), width - label.length - 2)}`, isDim: true}];
}

const placeColumns = 14;

// The one that is looked at is always seen; a row is left for how many are not.
function inSight(active: readonly Step[], chosen: Step | undefined, height: number): readonly Step[] {
	if (active.length <= height) {
		return active;
	}

	const first = active.slice(0, height - 1);
	return chosen === undefined || first.includes(chosen) || !active.includes(chosen) ? first : [...first.slice(0, -1), chosen];
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
How long a step has taken, or takes so far.
*/
export function timeOf(told: StepProgress, now: number): string {
	if (isActive(told) && told.startedAt !== undefined) {
		return duration(now - told.startedAt);
	}

	return told.durationMs === undefined || told.state === 'already done' ? '' : duration(told.durationMs);
}
