import {snapshotsText} from '../report/snapshots.js';
import {exitStatus} from './exit-status.js';
import {noPositionals} from './positionals.js';
import {type Command, print} from './surroundings.js';
import {withSession} from './with-session.js';

/**
The snapshots of the lab's VMs, and what they take of the server's disk; changes nothing.
*/
export const command: Command = async context => {
	noPositionals(context.given);
	return withSession(context, async ({plan: {lab}, snapshots}) => {
		const inSight = await snapshots();
		print(context, context.given.flags.has('json') ? JSON.stringify({lab: {name: lab.name, server: lab.server ?? null, isOn: lab.variables.SNAPSHOTS === 'true'}, ...inSight}, undefined, 2) : snapshotsText(lab, inSight));
		return exitStatus.done;
	});
};
