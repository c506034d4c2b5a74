import {stepsOf} from '../plan/plan.js';
import type {Step} from '../plan/step.js';
import type {Fallen, UndoPlan} from '../plan/undo.js';
import {describeCommand} from './checklist.js';
import {count} from './run-text.js';

/**
What will go: every command and where it runs, in order, and what goes without one.
*/
export function undoPreview({plan, fallen}: UndoPlan): string {
	const steps = stepsOf(plan);
	return [
		`This undoes ${count(steps.length, 'step')} of the lab ${plan.lab.name} on ${plan.lab.server ?? 'no server yet'}, in this order; what is not the lab's is left:`,
		...steps.flatMap(step => ['', ...removalLines(step)]),
		...(fallen.length > 0 ? ['', 'These are done and need what goes:', ...fallen.map(each => `  ${each.step.id}: ${fallenText(each.how)}`)] : []),
		'',
	].join('\n');
}

/**
A step that removes something, and its commands with their places.
*/
export const removalLines = (step: Step): readonly string[] => [
	`  ${step.id}: ${step.title}`,
	...step.commands.flatMap(command => [`    ${describeCommand(step, command)}:`, ...command.text.split('\n').map(line => `      ${line}`)]),
];

export function fallenText(how: Fallen['how']): string {
	switch (how.kind) {
		case 'goes with the disk': {
			return `goes with the disk of ${how.node}`;
		}

		case 'stays on the disk': {
			return `stays on the disk of ${how.node}, which is switched off`;
		}

		case 'made nothing': {
			return 'made nothing, and no longer holds';
		}
	}
}
