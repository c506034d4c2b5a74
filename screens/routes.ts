/**
The screens.
*/
export type Route = 'home' | 'new-lab' | 'use-lab' | 'remove-lab' | 'connection' | 'nodes' | 'variables' | 'resume' | 'removal' | 'checklist' | 'run' | 'log';

export const titles: Readonly<Record<Route, string>> = {
	home: 'Home',
	'new-lab': 'New lab',
	'use-lab': 'Use another lab',
	'remove-lab': 'Remove a lab',
	connection: 'Connection',
	nodes: 'Nodes',
	variables: 'Variables and choices',
	resume: 'Continue',
	removal: 'Undo, rewind, tear down',
	checklist: 'Checklist',
	run: 'Run',
	log: 'Log',
};
