import {moveBindings} from '../components/list-state.js';
import {type Edit, editBindings, textInto} from '../components/text-field-state.js';
import type {Binding, Keymap} from '../keys.js';
import type {RunController} from './controller.js';
import {optionsOf} from './options.js';
import {
	activeRows,
	chosenStep,
	choosableRows,
	nextActiveRow,
	rowInSight,
} from './rows.js';
import type {Editing} from './editing-state.js';
import type {RunScreenAction, RunScreenState} from './screen-state.js';

const pageRows = 10;

export function runKeys(state: RunScreenState, run: RunController): Keymap<RunScreenAction> {
	if (state.editing && run.request?.kind === 'trouble' && !run.isStopAsked) {
		return editKeys(state.editing);
	}

	const options = optionsOf(run.request, run.isStopAsked);
	const option = options[Math.min(state.option, options.length - 1)];
	if (option) {
		return {
			bindings: [
				{
					keys: ['enter'], does: 'give the chosen answer', action: {kind: 'answer', answer: option.answer}, isHint: true,
				},
				...options.map(({key, label, answer}): Binding<RunScreenAction> => ({keys: [key], does: label, action: {kind: 'answer', answer}})),
				{
					keys: ['up', 'k'], does: 'the answer above', action: {kind: 'option', by: -1, count: options.length},
				},
				{
					keys: ['down', 'j'], does: 'the answer below', action: {kind: 'option', by: 1, count: options.length},
				},
				...(run.isStopAsked
					? [{keys: ['escape'], does: 'go on after all', action: {kind: 'answer', answer: {kind: 'stop', how: 'go on'}}} satisfies Binding<RunScreenAction>, {
						keys: ['ctrl-c'], does: 'nothing more', action: {kind: 'follow'}, whyNot: 'No new step starts. Say what becomes of what runs: w, l, c, or g.',
					} satisfies Binding<RunScreenAction>]
					: []),
				...turnBindings(state, run),
				...scrollBindings(state, run),
			],
		};
	}

	return {
		bindings: [...watchBindings(state, run), ...scrollBindings(state, run), ...moveBindings<RunScreenAction>(move => ({
			kind: 'move', move, from: rowInSight(run), isChoosable: choosableRows(run),
		})).filter(({keys}) => !keys.includes('page up') && !keys.includes('page down'))],
	};
}

function watchBindings(state: RunScreenState, run: RunController): ReadonlyArray<Binding<RunScreenAction>> {
	const step = chosenStep(state, run);
	const hasLog = step !== undefined && run.progress.steps.get(step.id)?.log !== undefined;
	const isLeft = run.progress.state !== 'done';
	const goOn: Binding<RunScreenAction> = {
		keys: ['c'], does: 'go on with what is left', action: {kind: 'outside', what: 'go on'}, whyNot: isLeft ? undefined : 'Everything has been dealt with.', isHint: true,
	};
	const pause: Binding<RunScreenAction> = {
		keys: ['p'], does: 'pause', action: {kind: 'outside', what: 'pause'}, whyNot: run.course === 'going' ? undefined : 'No new step starts already.', isHint: true,
	};
	return [
		...turnBindings(state, run),
		run.isOver ? goOn : pause,
		{
			keys: ['l'], does: 'whole output', action: {kind: 'outside', what: 'log'}, whyNot: hasLog ? undefined : 'This step has no output yet.', isHint: true,
		},
		{
			keys: ['t'], does: 'terminal there', action: {kind: 'outside', what: 'shell'}, isHint: true,
		},
		{
			keys: ['f'], does: 'follow the run', action: {kind: 'follow'}, whyNot: state.chosen === undefined && state.scroll === 0 ? 'The run is being followed.' : undefined,
		},
		{
			keys: ['escape', 'q', ...(run.isOver ? ['enter'] : [])], does: 'home', action: {kind: 'outside', what: 'home'}, isHint: true,
		},
	];
}

// Whose output is looked at, where several run.
function turnBindings(state: RunScreenState, run: RunController): ReadonlyArray<Binding<RunScreenAction>> {
	const {length} = activeRows(run);
	const whyNot = length === 0 ? 'Nothing runs.' : (length === 1 && nextActiveRow(state, run, 1) === (state.chosen ?? rowInSight(run)) ? 'Only this step runs.' : undefined);
	return [
		{
			keys: ['tab'], does: 'next that runs', action: {kind: 'look at', row: nextActiveRow(state, run, 1) ?? 0}, whyNot, isHint: length > 1,
		},
		{
			keys: ['shift-tab'], does: 'the one before that runs', action: {kind: 'look at', row: nextActiveRow(state, run, -1) ?? 0}, whyNot,
		},
	];
}

function scrollBindings(state: RunScreenState, run: RunController): ReadonlyArray<Binding<RunScreenAction>> {
	const step = chosenStep(state, run);
	const most = step === undefined ? 0 : run.output(step.id)?.size ?? 0;
	return [
		{
			keys: ['page up'], does: 'earlier output', action: {kind: 'scroll', by: pageRows, most}, whyNot: most === 0 ? 'There is no output to scroll.' : undefined,
		},
		{
			keys: ['page down', ' '], does: 'later output', action: {kind: 'scroll', by: -pageRows, most}, whyNot: state.scroll === 0 ? 'This is the end of the output.' : undefined,
		},
	];
}

function editKeys({texts, row, field}: Editing): Keymap<RunScreenAction> {
	if (field) {
		const edit = (action: Edit): RunScreenAction => ({kind: 'editing', action: {kind: 'edit', edit: action}});
		return {
			bindings: [
				{
					keys: ['enter'], does: 'take it', action: {kind: 'editing', action: {kind: 'take'}}, isHint: true,
				},
				{
					keys: ['escape'], does: 'leave it as it was', action: {kind: 'editing', action: {kind: 'stop editing'}}, isHint: true,
				},
				...editBindings(edit),
			],
			...textInto(edit),
		};
	}

	const isLong = texts[row]?.includes('\n') ?? false;
	const none = texts.length === 0 ? 'This step has no commands.' : undefined;
	const notHere = none ?? (isLong ? 'It has several lines: o opens it in your editor.' : undefined);
	return {
		bindings: [
			{
				keys: ['enter', 'e'], does: 'edit it here', action: {kind: 'editing', action: {kind: 'edit here'}}, whyNot: notHere, isHint: true,
			},
			{
				keys: ['o'], does: 'in your editor', action: {kind: 'open editor'}, whyNot: none, isHint: true,
			},
			{
				keys: ['r'], does: 'run these, this once', action: {kind: 'run edited'}, whyNot: none, isHint: true,
			},
			{
				keys: ['escape', 'q'], does: 'back', action: {kind: 'editing', action: {kind: 'stop editing'}}, isHint: true,
			},
			{
				keys: ['up', 'k'], does: 'up', action: {kind: 'editing', action: {kind: 'edit row', by: -1}}, whyNot: none,
			},
			{
				keys: ['down', 'j'], does: 'down', action: {kind: 'editing', action: {kind: 'edit row', by: 1}}, whyNot: none,
			},
		],
	};
}
