import {randomBytes} from 'node:crypto';
import type {OutputStream} from '../connection.js';

export type JobIdentity = {
	/**
	Id of the step.
	*/
	readonly step: string;
	/**
	Which attempt of the wizard that started it, from 1.
	*/
	readonly attempt: number;
	/**
	Which of the step's commands, from 0.
	*/
	readonly index: number;
};

/**
A command of a step as a job of its own at its place, and how much of its output has been heard. Executed again after its connection was lost, it goes on where it was.
*/
export class Job {
	readonly received: Record<OutputStream, number> = {stdout: 0, stderr: 0};
	/**
	No files can be made for it: it can't be followed over another connection.
	*/
	isUnkept = false;

	/**
	`isStarted`: it is known to have been started, and is never started again. `isBeside`: it keeps nobody from its place, and waits for nobody there.
	*/
	constructor(readonly name: string, public isStarted = false, readonly isBeside = false) {}
}

/**
One that somebody has started.
*/
export const knownJob = (name: string): Job => new Job(name, true);

export const newJob = ({step, attempt, index}: JobIdentity, isBeside = false): Job => new Job(`${step}-${attempt}-${index}-${randomBytes(4).toString('hex')}`, false, isBeside);

/**
What a job's name tells; undefined for a name that is none.
*/
export function identityOf(name: string): JobIdentity | undefined {
	const {step, attempt, index} = /^(?<step>.+)-(?<attempt>\d+)-(?<index>\d+)-[\da-f]{8}$/v.exec(name)?.groups ?? {};
	return step === undefined ? undefined : {step, attempt: Number(attempt), index: Number(index)};
}
