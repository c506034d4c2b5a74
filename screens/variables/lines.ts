import {validateLab} from '../../source/lab/validate.js';
import type {Problem} from '../../source/lab/problem.js';
import {valueOf} from '../../source/lab/values.js';
import type {StyledLine} from '../components/line.js';
import {fieldSegments} from '../components/text-field.js';
import {
	count,
	fit,
	visible,
	wrap,
} from '../components/text.js';
import {colours} from '../theme.js';
import {
	chosenVariable,
	definitionAsTyped,
	typedProblem,
	variableRows,
	type VariablesState,
	valuesOfChoice,
} from './state.js';

const nameWidth = 24;

/**
The form: groups, and the variables with their values.
*/
export function variableLines(state: VariablesState, problems: readonly Problem[], width: number): readonly StyledLine[] {
	const wrong = new Set(problems.map(({field}) => field));
	return variableRows.map(({group, variable}, row): StyledLine => {
		if (!variable) {
			return [{text: group, isBold: true, colour: colours.accent}];
		}

		const isChosen = row === state.row;
		const pointer = {text: isChosen ? '❯ ' : '  ', colour: colours.accent};
		const isWrong = isChosen && state.field ? typedProblem(state) !== undefined : wrong.has(variable.name);
		const name = [pointer, {text: isWrong ? '✗ ' : '  ', colour: colours.bad}, {text: fit(variable.name, nameWidth), isBold: isChosen}];
		if (isChosen && state.field) {
			return [...name, ...fieldSegments(state.field, {width: width - nameWidth - 4})];
		}

		const value = valueOf(variable.name, state.draft.variables);
		const isOwn = state.draft.variables[variable.name] !== undefined;
		const shown = value === '' ? '(empty)' : visible(value);
		const turning = isChosen && valuesOfChoice(variable) ? `‹ ${shown} ›` : shown;
		return [...name, {text: turning, isDim: !isOwn && !isChosen, ...(isOwn && {colour: colours.local})}, {text: isOwn ? ' (changed)' : '', isDim: true}];
	});
}

/**
What the chosen variable means, what it takes, and what is wrong.
*/
export function aboutLines(state: VariablesState, problems: readonly Problem[], width: number): readonly StyledLine[] {
	const variable = chosenVariable(state);
	const values = valuesOfChoice(variable);
	const problem = typedProblem(state) ?? problems.find(({field}) => field === variable.name) ?? (state.isLeaving ? problems[0] : undefined);
	const text = (words: string, colour?: string) => wrap(words, width).map((row): StyledLine => [{text: row, colour}]);
	return [
		...(state.isLeaving ? text(`The lab can't be set up like this (${count(problems.length, 'problem')}): e goes on editing, d discards the changes.`, colours.local) : []),
		...(problem ? [...text(`✗ ${problem.message}`, colours.bad), ...text(`  Why: ${problem.reason}.`)] : []),
		...text(variable.meaning),
		...(values ? text(`One of: ${values.join(', ')}`) : []),
		...(!problem && problems.length > 0 ? text(`✗ ${problems[0]!.field}: ${problems[0]!.message}`, colours.bad) : []),
	];
}

/**
What is wrong with the lab as it stands in the form.
*/
export const problemsOf = (state: VariablesState): readonly Problem[] => validateLab(definitionAsTyped(state));
