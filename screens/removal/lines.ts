import type {Plan} from '../../source/plan/step.js';
import type {Standing} from '../../source/run/probe-all.js';
import type {StyledLine} from '../components/line.js';
import {visible, wrap} from '../components/text.js';
import {colours, standingMark} from '../theme.js';
import type {MenuItem} from '../components/menu.js';
import {type Removal, type RemovalWhat, undoRows} from './state.js';

export const whatItems: ReadonlyArray<MenuItem<RemovalWhat>> = [
	{value: 'undo', label: 'Undo a step, and what needs it'},
	{value: 'rewind', label: 'Rewind: all VMs back to the end of a stage'},
	{value: 'clusters', label: 'Take the clusters apart; the VMs stay'},
	{value: 'teardown', label: 'Tear down: everything of the lab on its server'},
];

/**
The steps that can be undone, one of them chosen.
*/
export const stepLines = (plan: Plan, standings: ReadonlyMap<string, Standing>, chosen: number): readonly StyledLine[] => undoRows(plan).map(({stage, step}, row): StyledLine => {
	const pointer = {text: row === chosen ? '❯ ' : '  ', colour: colours.accent};
	if (step === undefined) {
		return [pointer, {text: stage.title, isBold: true}];
	}

	const {glyph, colour} = standingMark(standings.get(step.id));
	return [pointer, {text: `  ${glyph} `, colour}, {text: step.title, isBold: row === chosen}, {text: `  ${step.id}`, isDim: true}];
});

/**
What will go, wrapped to the window; what is not indented begins something.
*/
export const removalLines = ({lines}: Removal, width: number): readonly StyledLine[] => lines.flatMap(text => {
	const indent = /^ */v.exec(text)![0];
	const rows = wrap(visible(text.slice(indent.length).replaceAll('\t', '  ')), width - indent.length);
	return (rows.length === 0 ? [''] : rows).map((row): StyledLine => [{text: `${indent}${row}`, isDim: indent.length > 4, isBold: indent.length === 2}]);
});
