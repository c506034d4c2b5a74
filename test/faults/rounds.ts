import {setTimeout} from 'node:timers/promises';
import process from 'node:process';
import {
	type Laboratory,
	newLab,
	openLaboratory,
	randomBy,
} from './laboratory.js';

export type Counts = {
	kills: number;
	cuts: number;
	freezes: number;
	/**
	Runs that were refused because another one had the lab.
	*/
	refusals: number;
	labs: number;
	steps: number;
	readonly faults: string[];
};

export type Rounds = {
	readonly seed: number;
	readonly kills: number;
	readonly cuts: number;
	readonly freezes: number;
	/**
	A lab has been looked at.
	*/
	readonly onLab?: (counts: Counts) => void;
};

const stepsOfLab = 3;
// What `run --json` says of a step: 1,500 lines of output, and about eight more.
const linesOfStep = 1508;
const killsOfLab = 6;
const cutsOfLab = 10;

type Lab = Awaited<ReturnType<typeof newLab>>;

/**
Kills the engine and cuts its connection, again and again, and looks at what is left.
*/
export async function playRounds({
	seed, kills, cuts, freezes, onLab,
}: Rounds): Promise<Counts> {
	const laboratory = await openLaboratory();
	const random = randomBy(seed);
	const counts: Counts = {
		kills: 0, cuts: 0, freezes: 0, refusals: 0, labs: 0, steps: 0, faults: [],
	};
	const goesOn = () => counts.faults.length < 20;
	const play = async (round: (lab: Lab) => Promise<void>) => {
		await inLab(laboratory, counts, round);
		onLab?.(counts);
	};

	while (counts.kills < kills && goesOn()) {
		await play(async lab => killing(lab, {counts, random, most: Math.min(killsOfLab, kills - counts.kills)}));
	}

	while (counts.cuts < cuts && goesOn()) {
		await play(async lab => cutting(lab, laboratory, {counts, random, most: Math.min(cutsOfLab, cuts - counts.cuts)}));
	}

	while (counts.freezes < freezes && goesOn()) {
		await play(async lab => freezing(lab, laboratory, counts));
	}

	return counts;
}

async function inLab(laboratory: Laboratory, counts: Counts, play: (lab: Lab) => Promise<void>) {
	const name = `lab-${counts.labs}`;
	const lab = await newLab({laboratory, name, steps: stepsOfLab});
	await play(lab);
	counts.labs++;
	counts.steps += lab.steps;
	counts.faults.push(...lab.faults().map(fault => `${name}: ${fault}`));
}

type Play = {readonly counts: Counts; readonly random: () => number; readonly most: number};

async function killing(lab: Lab, {counts, random, most}: Play) {
	for (let kill = 0; kill < most; kill++) {
		// Half of them at the boundary of a step, half somewhere in the middle.
		const within = random() < 0.5 ? Math.floor(random() * 14) : Math.floor(random() * linesOfStep);
		const {signal: endedBy, code, errors} = await lab.run(3 + (Math.floor(random() * 2) * linesOfStep) + within).ended;
		if (endedBy === 'SIGKILL') {
			counts.kills++;
		} else if (code === 0) {
			break;
		} else {
			counts.faults.push(`a run ended with ${code}: ${errors}`);
			break;
		}
	}

	// The one that sets it right, and another that must not.
	const last = lab.run();
	const isOver = ended(last.ended);
	await until(() => isOver() || last.events() > 2);
	const other = await lab.run().ended;
	if (other.code === 3) {
		counts.refusals++;
	}

	const {code, errors, output} = await last.ended;
	if (code !== 0) {
		counts.faults.push(`the last run ended with ${code}: ${errors}${output.slice(-500)}`);
	}
}

async function cutting(lab: Lab, {sshd}: Laboratory, {counts, random, most}: Play) {
	const running = lab.run();
	const isOver = ended(running.ended);
	for (let cut = 0; cut < most && !isOver(); cut++) {
		const next = running.events() + Math.floor(random() * 0.4 * linesOfStep);
		await until(() => isOver() || running.events() >= next);
		const pids = sshd.serving();
		if (pids.length === 0 || isOver()) {
			continue;
		}

		counts.cuts++;
		signal(pids, 'SIGKILL');
	}

	const {code, errors, output} = await running.ended;
	if (code !== 0) {
		counts.faults.push(`a run that was cut ended with ${code}: ${errors}${output.slice(-500)}`);
	}
}

// The other end does not answer any more, and does not say so: as behind a tunnel of a train.
async function freezing(lab: Lab, {sshd}: Laboratory, counts: Counts) {
	const running = lab.run();
	const isOver = ended(running.ended);
	await until(() => isOver() || running.events() > linesOfStep / 2);
	const pids = sshd.serving();
	signal(pids, 'SIGSTOP');
	counts.freezes++;
	const {code, errors} = await running.ended;
	signal(pids, 'SIGKILL');
	if (code !== 0) {
		counts.faults.push(`a run whose connection was frozen ended with ${code}: ${errors}`);
	}
}

function ended(end: Promise<unknown>): () => boolean {
	let isOver = false;
	void end.then(() => {
		isOver = true;
	});
	return () => isOver;
}

async function until(holds: () => boolean) {
	while (!holds()) {
		await setTimeout(5);
	}
}

function signal(pids: readonly number[], name: NodeJS.Signals) {
	for (const pid of pids) {
		try {
			process.kill(pid, name);
		} catch {
			// It ended by itself in between.
		}
	}
}
