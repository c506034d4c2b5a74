/**
The commands' names; `wizard` is what runs without one.
*/
export const commandNames = ['checklist', 'run', 'attach', 'status', 'report', 'log', 'shell', 'tunnel', 'lab', 'undo', 'teardown', 'snapshots', 'rewind', 'rehearse'] as const;

export type CommandName = (typeof commandNames)[number] | 'wizard';

export type OptionDefinition = {
	readonly name: string;
	readonly kind: 'flag' | 'value' | 'values' | 'optional-value';
	readonly placeholder?: string;
	readonly commands: readonly CommandName[] | 'all';
	readonly meaning: string;
	/**
	For an option that takes one of a few words.
	*/
	readonly choices?: Readonly<Partial<Record<CommandName, readonly string[]>>>;
};

const destroying = ['undo', 'teardown', 'rewind'] as const;
const withSteps = ['checklist', 'run', 'status'] as const;

export const checklistFormats = ['text', 'markdown', 'json', 'bash'] as const;
export const reportFormats = ['text', 'markdown'] as const;
export const exportFormats = ['variables.sh', 'json', 'ssh-config'] as const;

/**
Every option, in the order in which the help lists them.
*/
export const optionDefinitions: readonly OptionDefinition[] = [
	{
		name: 'stage', kind: 'values', placeholder: 'ID', commands: withSteps, meaning: 'only these stages',
	},
	{
		name: 'from', kind: 'value', placeholder: 'STEP', commands: withSteps, meaning: 'from this step on',
	},
	{
		name: 'to', kind: 'value', placeholder: 'STEP', commands: withSteps, meaning: 'up to and with this step',
	},
	{
		name: 'only', kind: 'values', placeholder: 'STEP...', commands: withSteps, meaning: 'only these steps (without @node: all of its nodes)',
	},
	{
		name: 'skip', kind: 'values', placeholder: 'STEP...', commands: withSteps, meaning: 'all but these steps',
	},
	{
		name: 'format', kind: 'value', placeholder: 'FORMAT', commands: ['checklist', 'report', 'lab'], meaning: 'checklist: text, markdown, json or bash; report: text or markdown; lab export: variables.sh, json or ssh-config',
		choices: {checklist: checklistFormats, report: reportFormats, lab: exportFormats},
	},
	{
		name: 'json', kind: 'flag', commands: ['run', 'attach', 'status', 'lab', ...destroying, 'snapshots'], meaning: 'for programs: a line an event (run, attach, undo, teardown, rewind), or one document',
	},
	{
		name: 'yes', kind: 'optional-value', placeholder: '[NAME]', commands: ['run', ...destroying], meaning: 'ask nothing; with what destroys, the lab\'s name',
	},
	{
		name: 'clusters', kind: 'flag', commands: ['teardown'], meaning: 'only what runs in the VMs: OVN-Kubernetes and Kubernetes; the VMs stay',
	},
	{
		name: 'packages', kind: 'flag', commands: ['teardown'], meaning: 'also the packages that were installed for labs, when no other lab is left',
	},
	{
		name: 'parallel', kind: 'value', placeholder: 'N', commands: ['run', 'status'], meaning: 'at most N steps (status: nodes) at a time (8 without it; 1: one after another)',
	},
	{
		name: 'server', kind: 'value', placeholder: 'SERVER', commands: ['lab'], meaning: 'USER@HOST[:PORT], an ssh alias, or this-host',
	},
	{
		name: 'plain', kind: 'flag', commands: ['wizard'], meaning: 'lines instead of screens',
	},
	{
		name: 'real-time', kind: 'flag', commands: ['rehearse'], meaning: 'every step takes its usual time',
	},
	{
		name: 'fault', kind: 'values', placeholder: 'STEP[=KIND]', commands: ['rehearse'], meaning: 'this step goes wrong once; KIND is exit, drop, hang or lie',
	},
	{
		name: 'anew', kind: 'flag', commands: ['rehearse'], meaning: 'forget the rehearsal that was left, and begin another',
	},
	{
		name: 'lab', kind: 'value', placeholder: 'NAME', commands: 'all', meaning: 'another lab than the one in use',
	},
	{
		name: 'home', kind: 'value', placeholder: 'DIR', commands: 'all', meaning: 'keep everything under DIR (also: DPU_WIZARD_HOME)',
	},
	{
		name: 'no-color', kind: 'flag', commands: 'all', meaning: 'no colours (also: NO_COLOR)',
	},
	{
		name: 'help', kind: 'flag', commands: 'all', meaning: 'this text',
	},
	{
		name: 'version', kind: 'flag', commands: 'all', meaning: 'the version',
	},
];

/**
The options that a command takes.
*/
export const optionsOf = (command: CommandName): readonly OptionDefinition[] =>
	optionDefinitions.filter(option => option.commands === 'all' || option.commands.includes(command));
