import type {Plan, Step} from '../../source/plan/step.js';
import type {Standing} from '../../source/run/probe-all.js';
import type {StyledLine} from '../components/line.js';
import {fit} from '../components/text.js';
import {colours, standingMark} from '../theme.js';
import {pickRows, stagesOf} from './state.js';

type Standings = ReadonlyMap<string, Standing>;

function counted(steps: readonly Step[], standings: Standings): string {
	const done = steps.filter(step => standings.get(step.id) === 'done').length;
	return `${done}/${steps.length}`.padStart(7);
}

const isDone = (steps: readonly Step[], standings: Standings): boolean => steps.every(step => standings.get(step.id) === 'done');

/**
The stages with how many of their steps are done.
*/
export const stageLines = (plan: Plan, standings: Standings): readonly StyledLine[] => stagesOf(plan).map(({title, steps}, index): StyledLine => [
	{text: isDone(steps, standings) ? '✓ ' : '  ', colour: colours.good},
	{text: fit(`${index + 1}. ${title}`, 26)},
	{text: counted(steps, standings), isDim: true},
]);

/**
The stages with their steps under them, one of them chosen.
*/
export const pickLines = (plan: Plan, standings: Standings, chosen: number): readonly StyledLine[] => pickRows(plan).map(({stage, step}, row): StyledLine => {
	const pointer = {text: row === chosen ? '❯ ' : '  ', colour: colours.accent};
	if (step === undefined) {
		return [pointer, {text: fit(stage.title, 26), isBold: true}, {text: counted(stage.steps, standings), isDim: true}];
	}

	const {glyph, colour} = standingMark(standings.get(step.id));
	return [pointer, {text: `  ${glyph} `, colour}, {text: step.title, isBold: row === chosen}, {text: `  ${step.id}`, isDim: true}];
});
