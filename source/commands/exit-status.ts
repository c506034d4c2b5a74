import {PersonNeededError, PlaceError, UserError} from '../errors.js';
import type {RunState} from '../run/events.js';

/**
The exit statuses, one meaning each.
*/
export const exitStatus = {
	done: 0, failed: 1, usage: 2, unreachable: 3, personNeeded: 4, stopped: 130,
} as const;

export function statusOfError(error: unknown): number {
	if (error instanceof PersonNeededError) {
		return exitStatus.personNeeded;
	}

	if (error instanceof PlaceError) {
		return exitStatus.unreachable;
	}

	return error instanceof UserError ? exitStatus.usage : exitStatus.failed;
}

const byRunState: Readonly<Record<RunState, number>> = {
	done: exitStatus.done,
	failed: exitStatus.failed,
	stopped: exitStatus.stopped,
	lost: exitStatus.unreachable,
	'needs-you': exitStatus.personNeeded,
};

export const statusOfRun = (state: RunState): number => byRunState[state];
