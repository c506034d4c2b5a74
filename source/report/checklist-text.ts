import type {Step} from '../plan/step.js';
import {type Checklist, describeCommand} from './checklist.js';

/**
The checklist for reading in a terminal.
*/
export function checklistText({plan: {lab}, stages}: Checklist): string {
	const head = `Lab ${lab.name}, profile ${lab.profile}, server ${lab.server ?? 'not named yet (dpu-wizard lab set --server USER@HOST)'}`;
	const body = stages.map(stage => [
		`${stage.title} (${stage.id})${stage.isApart ? ': runs only when it is named' : ''}`,
		...stage.steps.map(step => stepText(step)),
	].join('\n\n'));
	return `${[head, ...body].join('\n'.repeat(3))}\n`;
}

function stepText(step: Step): string {
	return [
		`  [ ] ${step.id}: ${step.title}${step.optional ? ' (optional)' : ''}`,
		indent(step.why, 6),
		...(step.manual === undefined ? [] : [indent(`You do this one: ${step.manual}`, 6)]),
		...step.commands.flatMap(command => [`      ${describeCommand(step, command)}:`, indent(command.text, 10)]),
		`      done when this holds on ${describeCommand(step, step.probe)}:`,
		indent(step.probe.text, 10),
	].join('\n');
}

const indent = (text: string, by: number) => text.split('\n').map(line => line === '' ? '' : ' '.repeat(by) + line).join('\n');
