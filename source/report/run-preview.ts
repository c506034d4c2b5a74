import type {Plan, Step} from '../plan/step.js';
import {placeName} from '../shell/place.js';
import {describeCommand, makeChecklist} from './checklist.js';

/**
What a run is about to do: a line a step, and every command that deletes.
*/
export function runPreview(plan: Plan, steps: readonly Step[]): string {
	return [
		`Steps for the lab ${plan.lab.name} on ${plan.lab.server ?? 'no server yet'}; what is done already is left as it is:`,
		...makeChecklist(plan, steps).stages.flatMap(stage => [
			'',
			stage.title,
			...stage.steps.flatMap(step => stepLines(step)),
		]),
		'',
	].join('\n');
}

function stepLines(step: Step): readonly string[] {
	return [
		`  ${step.id} (${placeName(step.place)}): ${step.title}${step.manual === undefined ? '' : ' (you do this one)'}`,
		...step.commands.flatMap(command => command.destructive ? [`    ${describeCommand(step, command)}:`, indent(command.text)] : []),
	];
}

const indent = (text: string) => text.split('\n').map(line => `      ${line}`).join('\n');
