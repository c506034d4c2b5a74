import {explainError} from '../report/error-text.js';
import {readArguments} from './arguments.js';
import {statusOfError} from './exit-status.js';
import {homeOf} from './home.js';
import type {CommandName} from './options.js';
import {
	type Command,
	type Context,
	type Surroundings,
	tell,
} from './surroundings.js';

// Each is loaded when it runs, so that none pays for another's libraries.
const commands: Readonly<Record<CommandName, () => Promise<{readonly command: Command}>>> = {
	wizard: async () => import('./wizard.js'),
	checklist: async () => import('./checklist.js'),
	run: async () => import('./run.js'),
	attach: async () => import('./attach.js'),
	status: async () => import('./status.js'),
	report: async () => import('./report.js'),
	log: async () => import('./log.js'),
	shell: async () => import('./shell.js'),
	tunnel: async () => import('./tunnel.js'),
	lab: async () => import('./lab.js'),
	undo: async () => import('./undo.js'),
	teardown: async () => import('./teardown.js'),
	snapshots: async () => import('./snapshots.js'),
	rewind: async () => import('./rewind.js'),
	rehearse: async () => import('./rehearse.js'),
};

/**
Runs what was typed after the program's name. Resolves with the exit status; every error has been told then.
*/
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<number> {
	let home = homeOf(new Map(), surroundings.environment);
	try {
		const given = readArguments(argv);
		home = homeOf(given.values, surroundings.environment);
		return await runCommand({...surroundings, given, home});
	} catch (error) {
		for (const line of explainError(error, home)) {
			tell(surroundings, line);
		}

		return statusOfError(error);
	}
}

/**
Runs the command that the arguments name.
*/
export async function runCommand(context: Context): Promise<number> {
	const {command} = await commands[context.given.command]();
	return command(context);
}
