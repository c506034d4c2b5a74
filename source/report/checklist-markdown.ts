import type {Step} from '../plan/step.js';
import {type Checklist, describeCommand} from './checklist.js';

/**
The checklist with boxes to tick, for a wiki or an issue.
*/
export function checklistMarkdown({plan: {lab}, stages}: Checklist): string {
	return [
		`# Checklist of the lab ${code(lab.name)}`,
		`Profile ${code(lab.profile)}, server ${lab.server === undefined ? 'not named yet' : code(lab.server)}.`,
		...stages.flatMap(stage => [
			`## ${escape(stage.title)}`,
			...(stage.isApart ? [`Runs only when it is named: ${code(`dpu-wizard run --stage ${stage.id}`)}`] : []),
			...stage.steps.map(step => stepMarkdown(step)),
		]),
	].join('\n\n') + '\n';
}

function stepMarkdown(step: Step): string {
	return [
		`- [ ] **${escape(step.title)}** ${code(step.id)}${step.optional ? ' (optional)' : ''}`,
		indent(escape(step.why)),
		...(step.manual === undefined ? [] : [indent(`You do this one: ${escape(step.manual)}`)]),
		...step.commands.map(command => indent(`${sentence(describeCommand(step, command))}:\n\n${fence(command.text)}`)),
		indent(`Done when this holds on ${describeCommand(step, step.probe)}:\n\n${fence(step.probe.text)}`),
	].join('\n\n');
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const escape = (text: string) => text.replaceAll(/[*<>[\\\]_`]/g, String.raw`\$&`);
const indent = (text: string) => text.split('\n').map(line => line === '' ? '' : `  ${line}`).join('\n');

function longestTicks(text: string): number {
	return Math.max(0, ...text.match(/`+/g)?.map(ticks => ticks.length) ?? []);
}

// Longer than any run of backticks inside.
function code(text: string): string {
	const ticks = '`'.repeat(longestTicks(text) + 1);
	return text.includes('`') ? `${ticks} ${text} ${ticks}` : ticks + text + ticks;
}

function fence(text: string): string {
	const ticks = '`'.repeat(Math.max(3, longestTicks(text) + 1));
	return `${ticks}bash\n${text}\n${ticks}`;
}
