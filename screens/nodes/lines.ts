import type {Problem} from '../../source/lab/problem.js';
import {checkNodeName} from '../../source/lab/validate.js';
import type {StyledLine} from '../components/line.js';
import {fieldSegments} from '../components/text-field.js';
import {count, visible, wrap} from '../components/text.js';
import {arrayTitles, colours, nodeColour} from '../theme.js';
import {rowsOf} from './rows.js';
import {type NodesState, type Offer, typedProblem} from './state.js';

/**
The form, and which of its lines has to be in sight.
*/
export function formLines(state: NodesState, width: number): {readonly lines: readonly StyledLine[]; readonly focus: number} {
	const {draft, mode, row: chosen} = state;
	const lines: StyledLine[] = [];
	let focus = 0;
	const field = (): StyledLine => {
		focus = lines.length;
		const isWrong = typedProblem(state) !== undefined;
		return [
			{text: isWrong ? '  ✗ ' : '  ❯ ', colour: isWrong ? colours.bad : colours.accent},
			...(mode.kind === 'name' ? fieldSegments(mode.field, {width: width - 4}) : []),
		];
	};

	for (const [number, {array, index}] of rowsOf(draft.arrays).entries()) {
		const isChosen = number === chosen && mode.kind !== 'name';
		const isTyped = mode.kind === 'name' && mode.array === array;
		if (isChosen) {
			focus = lines.length;
		}

		const pointer = isChosen ? '❯' : ' ';
		if (index === undefined) {
			lines.push([{text: pointer, colour: colours.accent}, {text: ` ${arrayTitles[array]}`, isBold: true}, {text: ` ${draft.arrays[array].length}`, isDim: true}]);
		} else if (isTyped && mode.index === index) {
			lines.push(field());
		} else {
			const name = draft.arrays[array][index]!;
			const isWrong = checkNodeName(array, name, draft, index) !== undefined;
			lines.push([{text: pointer, colour: colours.accent}, {text: isWrong ? ' ✗ ' : ' '.repeat(3), colour: colours.bad}, {text: visible(name), colour: nodeColour(name), isBold: isChosen}]);
		}

		const isLast = index === undefined ? draft.arrays[array].length === 0 : index === draft.arrays[array].length - 1;
		if (isTyped && isLast && mode.index === draft.arrays[array].length) {
			lines.push(field());
		}
	}

	return {lines, focus};
}

/**
What is wrong, what was refused, what is asked: below the form.
*/
export function messageLines(state: NodesState, problems: readonly Problem[], width: number): readonly StyledLine[] {
	const {mode, notices} = state;
	switch (mode.kind) {
		case 'name': {
			const problem = typedProblem(state);
			return problem ? problemLines(problem, width) : [[], [{text: 'This name will do.', colour: colours.good}]];
		}

		case 'offer': {
			return [[], [{text: offerText(mode.offer), colour: colours.local}]];
		}

		case 'leave': {
			const question = `The lab can't be set up like this (${count(problems.length, 'problem')}): e goes on editing, d discards the changes.`;
			return [...wrap(question, width).map((text): StyledLine => [{text, colour: colours.local}]), ...problemLines(problems[0]!, width)];
		}

		case 'browse': {
			if (notices.length > 0) {
				return notices.flatMap(notice => wrap(notice, width)).map((text): StyledLine => [{text, colour: colours.local}]);
			}

			return problems.length > 0 ? problemLines(problems[0]!, width, problems.length - 1) : [];
		}
	}
}

function problemLines({message, reason}: Problem, width: number, others = 0): readonly StyledLine[] {
	return [
		...wrap(`✗ ${message}`, width).map((text): StyledLine => [{text, colour: colours.bad}]),
		...wrap(`  Why: ${reason}.${others > 0 ? ` (and ${count(others, 'more problem')})` : ''}`, width).map((text): StyledLine => [{text}]),
	];
}

function offerText(offer: Offer): string {
	const whose = offer.array === 'TENANT_DPU_HOST_LIST' ? 'host' : 'DPU';
	switch (offer.kind) {
		case 'add': {
			return `Add its ${whose} ${offer.name} as well? (y/n)`;
		}

		case 'remove': {
			return `Remove its ${whose} ${offer.name} as well? (y/n)`;
		}

		case 'rename': {
			return `Rename its ${whose} ${offer.name} to ${offer.to} as well? (y/n)`;
		}
	}
}
