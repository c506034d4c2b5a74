import type {Clock} from './clock.js';
import type {Faults} from './faults.js';
import type {SupervisedJob} from './supervisor.js';
import type {World} from './world.js';

/**
A rehearsal that runs: the world, and what moves it.
*/
export type Rehearsal = {
	readonly world: World;
	readonly clock: Clock;
	readonly faults: Faults;
	/**
	Locks by machine and path, as long as their holder lives.
	*/
	readonly locks: Map<string, {readonly released: Promise<void>}>;
	/**
	What runs: jobs by their names, other scripts by the number of their process.
	*/
	readonly jobs: Map<string, SupervisedJob>;
	/**
	Tells of `output` of any job.
	*/
	readonly jobOutput: EventTarget;
	/**
	Machines that run, by name; aborted when one is turned off.
	*/
	readonly running: Map<string, AbortController>;
	/**
	What goes on beside the scripts: boots.
	*/
	/**
	Machines that are turning themselves off.
	*/
	readonly goingDown: Set<string>;
	/**
	Machines at the commands with which cloud-init ends a first boot.
	*/
	readonly inCloudInit: Set<string>;
	readonly background: Set<Promise<void>>;
};
