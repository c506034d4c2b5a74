import type {Connection, Places} from '../connection/connection.js';
import type {JobReport} from '../connection/jobs/list.js';
import {UserError} from '../errors.js';
import type {Step} from '../plan/step.js';
import {type Place, placeKey} from '../shell/place.js';

// One question for each connection: what runs there besides was started by this run.
const asked = new WeakMap<Connection, Promise<readonly JobReport[]>>();

async function jobsAt(connection: Connection, isFresh: boolean): Promise<readonly JobReport[]> {
	const known = isFresh ? undefined : asked.get(connection);
	const asking = known ?? connection.jobs();
	if (!known) {
		asked.set(connection, asking);
	}

	return asking;
}

const isLeft = ({state, isSeen}: JobReport): boolean => state === 'running' || !isSeen;

/**
What an earlier wizard left of a step at a place, oldest first: what still runs, and what ended since unheard.
*/
export async function earlierJobs(connection: Connection, step: string, isFresh: boolean): Promise<readonly JobReport[]> {
	const jobs = await jobsAt(connection, isFresh);
	return jobs.filter(job => job.step === step && isLeft(job)).toSorted((a, b) => a.secondsAgo === b.secondsAgo ? a.index - b.index : b.secondsAgo - a.secondsAgo);
}

/**
Every place where a step runs something, once.
*/
export const placesOf = (steps: readonly Step[]): readonly Place[] => Map.groupBy(steps.flatMap(step => [step.place, ...step.commands.map(({place}) => place ?? step.place)]), place => placeKey(place))
	.values().map(([place]) => place!).toArray();

/**
Ids of the steps of which an earlier wizard left something at places that have been reached: what runs, and what ended since unheard. A place that can't be asked tells of none: whoever needs it meets the same trouble.
*/
export async function stepsLeftBehind(steps: readonly Step[], places: Places): Promise<ReadonlySet<string>> {
	const reports = await Promise.all(placesOf(steps).filter(place => places.wasReached(place)).map(async place => {
		try {
			return await jobsAt(await places.connect(place), true);
		} catch (error) {
			if (error instanceof UserError) {
				return [];
			}

			throw error;
		}
	}));
	return new Set(reports.flat().filter(job => isLeft(job)).map(({step}) => step));
}
