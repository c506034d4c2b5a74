import {listScript} from '../../connection/jobs/list.js';
import type {Machine} from '../machine.js';
import type {Rehearsal} from '../rehearsal.js';

// What the wizard's own scripts look through (files of jobs, the list of processes) is no part of a rehearsal: they are answered by what they ask.

const [, afterDirectory = ''] = listScript('/').split('/jobs', 2);

/**
The answer to the script that lists a place's jobs; undefined for another script.
*/
export function jobsList(script: string, {world, clock, jobs}: Rehearsal, machine: Machine): string | undefined {
	if (!script.includes(afterDirectory)) {
		return undefined;
	}

	return world.jobs.filter(job => job.machine === machine.name).map(({name, exit, startedAt, isSeen}) => {
		const state = exit === undefined ? (jobs.has(name) ? 'running' : 'gone') : 'ended';
		return `${name} ${state} ${Math.round((clock.now() - startedAt) / 1000)} ${isSeen ? 'seen' : 'unseen'}\n`;
	}).join('');
}

/**
Whether it is the script by which the wizard ends what runs (`source/connection/cancel.ts`).
*/
export const isCancelling = (script: string): boolean => script.includes('ps -A -o pid= -o ppid= -o pgid= -o sess= -o stat= | awk -v watcher=');

/**
Ends the jobs that such a script names; settles as they are gone.
*/
export function endedJobs(script: string, {jobs}: Rehearsal): Array<Promise<unknown>> {
	const numbers = script.matchAll(/watcher=\d+ job=(?<job>\d+)/gv).map(({groups}) => groups!.job!);
	const names = script.matchAll(/^cd .*\/jobs\/(?<name>[^\s"']+)/gmv).map(({groups}) => groups!.name!);
	return [...numbers, ...names].map(async key => {
		const job = jobs.get(key);
		job?.stop();
		await job?.ended.catch(() => undefined);
	});
}
