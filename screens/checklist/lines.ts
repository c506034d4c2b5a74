import type {Plan, Step} from '../../source/plan/step.js';
import type {Command} from '../../source/shell/command.js';
import {placeName} from '../../source/shell/place.js';
import type {StyledLine} from '../components/line.js';
import {visible, wrap} from '../components/text.js';
import {colours, placeColour} from '../theme.js';

/**
Every step with its place and its commands, as they will run.
*/
export function checklistLines(plan: Plan, width: number): readonly StyledLine[] {
	return plan.stages.flatMap((stage, index): StyledLine[] => [
		...(index === 0 ? [] : [[]]),
		[{text: `${index + 1}. ${stage.title}${stage.isApart ? ' (apart: no run does it by itself)' : ''}`, isBold: true, colour: colours.accent}],
		...stage.steps.flatMap(step => stepLines(step, width)),
	]);
}

function stepLines(step: Step, width: number): StyledLine[] {
	const marks = [step.manual === undefined ? '' : 'by hand', step.optional ? 'optional' : ''].filter(mark => mark !== '').join(', ');
	return [
		[],
		[{text: step.title, isBold: true}, {text: `  ${step.id}${marks === '' ? '' : `  (${marks})`}`, isDim: true}],
		...wrap(step.why, width - 2).map((text): StyledLine => [{text: `  ${text}`, isDim: true}]),
		...(step.manual === undefined ? [] : wrap(step.manual, width - 2).map((text): StyledLine => [{text: `  ${text}`}])),
		...step.commands.flatMap(command => commandLines(step, command, width)),
		[{text: '  done when: ', isDim: true}, {text: visible(step.probe.text.split('\n', 1)[0]!), isDim: true}],
	];
}

function commandLines(step: Step, command: Command, width: number): StyledLine[] {
	const place = command.place ?? step.place;
	const marks = [command.sudo ? 'root' : '', command.destructive ? 'DELETES' : ''].filter(mark => mark !== '').join(', ');
	const rows = command.text.split('\n').flatMap(row => wrap(visible(row.replaceAll('\t', '  ')), width - 4));
	return [
		[{text: `  on ${placeName(place)}`, colour: placeColour(place)}, {text: marks === '' ? '' : `  ${marks}`, ...(command.destructive && {colour: colours.bad})}],
		...rows.map((row, index): StyledLine => [{text: index === 0 ? '  $ ' : ' '.repeat(4), isDim: true}, {text: row}]),
	];
}
