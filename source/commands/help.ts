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
	report: [['report', 'what the lab is, what is verified and what was found, for a person or an issue (--format markdown)']],
	log: [['log [STEP]', 'a step\'s last output']],
	shell: [['shell PLACE', 'a terminal on the server (`server`), on a node by its name, or here (`local`)']],
	tunnel: [['tunnel [infra|tenant|vnc]', 'holds tunnels open, until Ctrl-C: to the clusters, for kubectl on this machine, or to an installer\'s screen']],
	undo: [['undo STEP...', 'remove what a step made, and before that what needs it']],
	teardown: [['teardown', 'remove everything that the lab made on its server']],
	snapshots: [['snapshots', 'the snapshots of the lab\'s VMs, and what they take of the disk']],
	rewind: [['rewind STAGE', 'set all VMs back to the snapshot at the end of a stage']],
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
	rehearse: [
		['rehearse', 'the wizard on the rehearsal lab: a server that is played here, and nothing real is touched'],
		['rehearse COMMAND', 'a command on it: rehearse run --yes'],
	],
};

const details: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
	checklist: ['With --format bash: one script whose parts each run at one place, in order. `bash FILE` lists the parts.'],
	rehearse: [
		'The rehearsal goes on where it was left; --anew begins another. Its labs are its own.',
		'An example: dpu-wizard rehearse run --yes --fault gateway.packages=drop',
	],
	run: [
		'A step is done when its probe says so, before or after its commands; what is done already is not run again.',
		'Ctrl-C once: no new step starts, and it asks what becomes of what runs: wait for it, leave it running there, or cancel it. Twice: it is cancelled at its place.',
		'What an earlier run left running is replayed, followed to its end, and proved.',
	],
	tunnel: [
		'It writes a kubeconfig of each cluster (0600, beside the lab\'s journal) and prints the line that names them for your shell.',
	],
	undo: [
		'It lists what will go and wants the lab\'s name. Every object is checked for the lab\'s mark; what is somebody else\'s is left, and said.',
		'An example: dpu-wizard undo gateway.registry --yes mine',
	],
	teardown: [
		'Afterwards the server is as it was before its first lab, but for packages. Other labs on it, and what they share with this one, stay.',
		'The lab itself stays described here, and can be run again: dpu-wizard lab remove NAME forgets it.',
	],
	rewind: ['Snapshots are taken at the end of a stage where the lab says SNAPSHOTS=true. Those of later stages go with the rewind.'],
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
