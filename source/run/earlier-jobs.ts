import type {Connection} from '../connection/connection.js';
import type {JobReport} from '../connection/jobs/list.js';

// One question for each connection: what runs there besides was started by this run.
const asked = new WeakMap<Connection, Promise<readonly JobReport[]>>();

/**
What an earlier wizard left of a step at a place, oldest first: what still runs, and what ended since unheard.
*/
export async function earlierJobs(connection: Connection, step: string, isFresh: boolean): Promise<readonly JobReport[]> {
	const known = isFresh ? undefined : asked.get(connection);
	const asking = known ?? connection.jobs();
	if (!known) {
		asked.set(connection, asking);
	}

	const jobs = await asking;
	return jobs.filter(job => job.step === step && (job.state === 'running' || !job.isSeen)).toSorted((a, b) => a.secondsAgo === b.secondsAgo ? a.index - b.index : b.secondsAgo - a.secondsAgo);
}
