import {
	type CommandName,
	commandNames,
	type OptionDefinition,
	optionsOf,
} from './options.js';

const about = 'Sets up a software-only DPU testbed on one headless server, step by step, and proves each step.';

const summaries: Readonly<Record<CommandName, ReadonlyArray<readonly [usage: string, meaning: string]>>> = {
	wizard: [['', 'the wizard']],
	checklist: [['checklist', 'every step, its commands and where they run; runs nothing, connects nowhere']],
	run: [['run', 'run steps without the wizard']],
	attach: [['attach', 'watch what runs in the lab, whoever started it; changes nothing']],
	status: [['status', 'what is done, asked of the lab by its probes']],
	log: [['log [STEP]', 'a step\'s last output']],
	shell: [['shell PLACE', 'a terminal on the server (`server`), on a node by its name, or here (`local`)']],
	lab: [
		['lab list', 'the labs; a star marks the one in use'],
		['lab show', 'what the lab is, and what that derives'],
		['lab new NAME [KEY=VALUE...]', 'describe another lab, and use it'],
		['lab use NAME', 'use another lab'],
		['lab set KEY=VALUE...', 'change variables and arrays, as the documents spell them'],
		['lab import FILE', 'read a variables.sh or an exported lab; nothing of it is executed'],
		['lab export', 'write the lab to standard output'],
		['lab remove NAME', 'forget a lab here; nothing changes on its server'],
	],
};

const details: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
	checklist: ['With --format bash: one script whose parts each run at one place, in order. `bash FILE` lists the parts.'],
	run: [
		'A step is done when its probe says so, before or after its commands; what is done already is not run again.',
		'Ctrl-C once: no new step starts, and it asks what becomes of what runs: wait for it, leave it running there, or cancel it. Twice: it is cancelled at its place.',
		'What an earlier run left running is replayed, followed to its end, and proved.',
	],
	lab: [
		'An example:',
		'  dpu-wizard lab new mine --server me@lab-server INFRA_DPU_LIST="infra-2 infra-3" NUM_VF=4',
	],
};

const exitStatus = [
	'0 done; 1 a step failed or is unproven; 2 wrong usage or an invalid lab; 3 a place can\'t be reached or refuses us;',
	'4 a person is needed and --yes can\'t answer it; 130 stopped',
];

function table(rows: ReadonlyArray<readonly [string, string]>): string[] {
	const width = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

const usageRows = (command: CommandName) => summaries[command].map(([usage, meaning]) => [`dpu-wizard ${usage}`.trim(), meaning] as const);
const optionRow = ({name, placeholder}: OptionDefinition) => `--${name}${placeholder === undefined ? '' : ` ${placeholder}`}`;
const optionRows = (command: CommandName) => optionsOf(command).map(option => [optionRow(option), option.meaning] as const);
const lines = (...blocks: ReadonlyArray<readonly string[]>) => `${blocks.map(block => block.join('\n')).join('\n\n')}\n`;

function commandHelp(command: CommandName): string {
	return lines(
		table(usageRows(command)),
		...[details[command] ?? []].filter(block => block.length > 0),
		['Options', ...table(optionRows(command))],
		['Exit status', ...exitStatus.map(line => `  ${line}`)],
	);
}

const generalHelp = lines(
	[about],
	['Usage', ...table((['wizard', ...commandNames] as const).flatMap(command => usageRows(command)))],
	['Options', ...table(optionRows('wizard'))],
	['Exit status', ...exitStatus.map(line => `  ${line}`)],
	['`dpu-wizard COMMAND --help` tells the options of a command.'],
);

/**
The help by command; `wizard` is the general one. The entry answers `--help` with it before it loads anything.
*/
export const helpTexts: Readonly<Record<CommandName, string>> = {
	wizard: generalHelp,
	...Object.fromEntries(commandNames.map(command => [command, commandHelp(command)])) as Record<(typeof commandNames)[number], string>,
};
