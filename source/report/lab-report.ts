import type {Plan, Step} from '../plan/step.js';
import {redact} from '../run/redact.js';
import type {Standing} from '../run/probe-all.js';
import {sanitiseLine} from './sanitise.js';

/**
What a place printed when it was asked, or why it could not be.
*/
export type Finding = {
	readonly title: string;
	readonly place: string;
	readonly command: string;
	readonly output: string;
	/**
	Undefined where it was asked just now; else why it was not, and from when the output is.
	*/
	readonly note?: string;
};

/**
A lab as somebody else has to know it who is to help: what it is, where it stands, what was found. No address of the server, no secret.
*/
export type LabReport = {
	readonly plan: Plan;
	readonly version: string;
	readonly at: Date;
	readonly standings: ReadonlyMap<string, Standing>;
	readonly versions: readonly Finding[];
	readonly evidence: readonly Finding[];
};

const told = ['PROFILE', 'GUEST_FAMILY', 'IMAGE_KIND', 'RUNTIME', 'K8S_MINOR', 'OVNK_FROM', 'OVNK_IMAGE', 'OVNK_COMMIT', 'GATEWAY_MODE', 'SEGMENTATION', 'MULTUS_TAG', 'FLANNEL_TAG', 'HELM_VERSION', 'NUM_VF', 'MTU'] as const;

type Verdict = 'verified' | 'NOT verified' | 'could not be asked';

const verdicts: Readonly<Record<Standing, Verdict>> = {done: 'verified', 'not done': 'NOT verified', unreachable: 'could not be asked'};

const standingOf = ({standings}: LabReport, step: Step): Standing => standings.get(step.id) ?? 'unreachable';

const stagesOf = ({plan}: LabReport) => plan.stages.filter(stage => !stage.isApart && stage.steps.length > 0);

const verification = (report: LabReport): readonly Step[] => stagesOf(report).find(({id}) => id === 'verification')?.steps ?? [];

/**
In one sentence: whether the testbed is what its profile promises.
*/
export function summary(report: LabReport): string {
	const steps = verification(report);
	const verified = steps.filter(step => standingOf(report, step) === 'done').length;
	return verified === steps.length && steps.length > 0
		? `All ${steps.length} verifications of the profile ${report.plan.lab.profile} hold.`
		: `${verified} of ${steps.length} verifications of the profile ${report.plan.lab.profile} hold.`;
}

const clean = (text: string): string => redact(text).split('\n').map(line => sanitiseLine(line)).join('\n').trimEnd();

const facts = ({plan: {lab}, version, at}: LabReport): ReadonlyArray<readonly [string, string]> => [
	['Made', `${at.toISOString()} by dpu-wizard ${version}`],
	['Nodes', lab.nodes.map(({name, role}) => `${name} (${role})`).join(', ')],
	...told.flatMap(name => lab.variables[name] === undefined || lab.variables[name] === '' ? [] : [[name, lab.variables[name]] as const]),
];

const stageLines = (report: LabReport): ReadonlyArray<readonly [string, string]> => stagesOf(report).map(({title, steps}) => [title, `${steps.filter(step => standingOf(report, step) === 'done').length} of ${steps.length} steps done`]);

const indent = (text: string): string => text.split('\n').map(line => `    ${line}`).join('\n');

/**
For a terminal.
*/
export function labReportText(report: LabReport): string {
	const rows = (all: ReadonlyArray<readonly [string, string]>) => all.map(([name, value]) => `  ${name.padEnd(16)} ${value}`);
	const findings = (all: readonly Finding[]) => all.flatMap(({title, place, output, note}) => ['', `  ${title}, on ${place}${note === undefined ? '' : ` (${note})`}:`, indent(clean(output))]);
	return [
		`Report on the lab ${report.plan.lab.name}`,
		summary(report),
		'',
		...rows(facts(report)),
		'',
		'Stages',
		...rows(stageLines(report)),
		'',
		'Verification',
		...verification(report).map(step => `  ${verdicts[standingOf(report, step)].padEnd(19)}${step.title} (${step.id})`),
		'',
		'Versions',
		...findings(report.versions),
		'',
		'Evidence',
		...findings(report.evidence),
		'',
	].join('\n');
}

const cell = (text: string): string => text.replaceAll(/[*<>[\\\]_`|]/g, String.raw`\$&`).replaceAll('\n', ' ');

const table = (head: readonly [string, string], rows: ReadonlyArray<readonly [string, string]>): string => [
	`| ${head.join(' | ')} |`, '|---|---|', ...rows.map(([left, right]) => `| ${cell(left)} | ${cell(right)} |`),
].join('\n');

function fence(text: string): string {
	const ticks = '`'.repeat(Math.max(3, ...(text.match(/`+/gv) ?? []).map(run => run.length + 1)));
	return `${ticks}text\n${text}\n${ticks}`;
}

// Folded: an issue is read from above.
const folded = ({title, place, command, output, note}: Finding): string => [
	`<details><summary>${cell(title)}, on ${cell(place)}${note === undefined ? '' : ` (${cell(note)})`}</summary>`,
	fence(clean(`$ ${command}\n${output}`)),
	'</details>',
].join('\n\n');

/**
For an issue.
*/
export const labReportMarkdown = (report: LabReport): string => `${[
	`# Report on a dpu-wizard lab, profile ${cell(report.plan.lab.profile)}`,
	summary(report),
	table(['Lab', ''], facts(report)),
	'## Stages',
	table(['Stage', ''], stageLines(report)),
	'## Verification',
	table(['Step', 'Result'], verification(report).map(step => [`${step.title} (${step.id})`, verdicts[standingOf(report, step)]])),
	'## Versions',
	...report.versions.map(finding => folded(finding)),
	'## Evidence',
	...report.evidence.map(finding => folded(finding)),
].join('\n\n')}\n`;

/**
What a step's evidence is called.
*/
export const findingTitle = ({id, title}: Step): string => `${title} (${id})`;

