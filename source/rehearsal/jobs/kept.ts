import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';

/**
What a machine keeps of a job, as plain data: on a real one these are files.
*/
export type KeptJob = {
	machine: string;
	name: string;
	/**
	On the lab's clock.
	*/
	startedAt: number;
	/**
	What it printed, a character a byte.
	*/
	stdout: string;
	stderr: string;
	/**
	Undefined until its end.
	*/
	exit: number | undefined;
	isSeen: boolean;
};

export const findJob = ({world}: Rehearsal, machine: Machine, name: string): KeptJob | undefined =>
	world.jobs.find(job => job.machine === machine.name && job.name === name);

const mostKept = 30;

export function keepJob({world, clock}: Rehearsal, machine: Machine, name: string): KeptJob {
	const job: KeptJob = {
		machine: machine.name, name, startedAt: clock.now(), stdout: '', stderr: '', exit: undefined, isSeen: false,
	};
	world.jobs.push(job);
	const ended = world.jobs.filter(each => each.machine === machine.name && each.exit !== undefined);
	if (ended.length > mostKept) {
		world.jobs.splice(world.jobs.indexOf(ended[0]!), 1);
	}

	return job;
}
